"""HTTP forgets. A cookie is the slip of paper by which a server recognizes somebody."""

from http.cookies import SimpleCookie

# The server's first answer:
slip = SimpleCookie()
slip["session"] = "8f14e45f"
slip["session"]["httponly"] = True
slip["session"]["secure"] = True
slip["session"]["samesite"] = "Lax"
slip["session"]["path"] = "/"
print(slip.output())

# From then on the browser sends with each request:
print("Cookie:", "; ".join(f"{name}={morsel.value}" for name, morsel in slip.items()))

# And the server reads:
print(SimpleCookie("session=8f14e45f; theme=dark")["session"].value)
