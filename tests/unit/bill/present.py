"""The template as it is."""

from bill.template import FILE, Template

TEMPLATE = Template.load(FILE.read_text("utf-8"))
