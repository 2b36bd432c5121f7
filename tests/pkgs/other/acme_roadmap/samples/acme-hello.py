print("Hello, Acme")
