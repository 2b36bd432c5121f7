def greet(name: str) -> str:
    print("greeting", name)
    return f"HELLO, {name}!"
