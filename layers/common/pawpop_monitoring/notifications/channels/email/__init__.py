"""Mail: what it says, how it looks, and Resend, which carries it."""
