"""What a month costs on AWS, from the template, list prices and what was measured: `make bill`."""
