"""How long a visitor waits for a verdict, against what one would write without a runner of one's own."""
