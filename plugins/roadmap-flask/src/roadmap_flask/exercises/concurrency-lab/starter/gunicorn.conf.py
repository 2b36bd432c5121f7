# Each setting is a variable. This one came with the advice that a deployment should be over at once.
graceful_timeout = 0
