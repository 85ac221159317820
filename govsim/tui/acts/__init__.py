"""What a user can do, by what it is about: moving, playing, panes, what-ifs, keeping, citing, opening."""
