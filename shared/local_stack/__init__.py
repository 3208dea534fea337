"""The whole product on one machine, built and deployed by `make up`."""
