"""The words of the product: frozen values, no I/O, standard library only."""
