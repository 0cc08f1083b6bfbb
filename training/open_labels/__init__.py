"""Fine-tunes a published language model to find mentions of labels that are given in words."""
