"""The console: typed lines become commands, a real server answers, and replies become text as redis-cli writes it."""
