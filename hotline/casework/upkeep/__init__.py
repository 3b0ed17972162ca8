"""The running of the house itself (系统维护): what the machine left undone."""
