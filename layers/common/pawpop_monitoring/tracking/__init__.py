"""What is tracked: Stripe's deliveries as they come in, and fal.ai calls as the shop's Python code makes them.

Plain Python, so that it costs the hot path and its callers next to nothing to import.
"""
