"""The screens: the desk with its panes, and the prompts that open above it."""
