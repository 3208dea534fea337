"""Mails to customers who asked to hear of incidents: bounded, so that alerts always have their part of the quota."""
