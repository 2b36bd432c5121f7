"""What it costs, each time against what one would use instead."""
