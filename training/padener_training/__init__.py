"""Training of PaDeNer models: from annotated text to a GGUF file that llama.cpp loads."""
