"""From the checkout to a stack on AWS, or on its emulator: `make deploy`, and what `make up` deploys with."""
