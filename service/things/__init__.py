"""The pages of what the graph names: topics, statements, and what each is connected with."""
