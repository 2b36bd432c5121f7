import django
from django.conf import settings

settings.configure(
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates"}
    ]
)
django.setup()

from django.template import engines
from django.utils.html import format_html
from django.utils.safestring import mark_safe


def show(title, source, **context):
    print(
        f"{title:18}", engines["django"].from_string(source).render(context)
    )


EVIL = "<img src=x onerror=alert(1)>"
show("escaped", "<p>{{ name }}</p>", name=EVIL)
show(
    "quoted attribute", '<p title="{{ name }}">', name='" onclick="alert(1)'
)
show("bare attribute", "<p title={{ name }}>", name="x onclick=alert(1)")
show("an address", '<a href="{{ link }}">', link="javascript:alert(1)")
show("|safe", "<p>{{ name|safe }}</p>", name=EVIL)
show(
    "mark_safe, glued",
    "<p>{{ name }}</p>",
    name=mark_safe("<b>" + EVIL + "</b>"),
)
show(
    "format_html", "<p>{{ name }}</p>", name=format_html("<b>{}</b>", EVIL)
)
show(
    "json_script",
    "{{ data|json_script:'rows' }}",
    data={"name": "</script><script>alert(1)"},
)
