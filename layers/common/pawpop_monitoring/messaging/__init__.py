"""The queues, as their senders and consumers use them."""
