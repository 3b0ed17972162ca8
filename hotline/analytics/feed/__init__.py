"""What leaves the house (热点回流): composed, reviewed, sent, reconciled; and other systems that subscribe."""
