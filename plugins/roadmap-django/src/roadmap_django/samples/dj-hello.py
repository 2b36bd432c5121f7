import django

print(django.VERSION[:2])
