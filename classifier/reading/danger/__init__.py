"""Danger in what people say (险情识别): words of danger, passages of a message, and the weights learnt from both."""
