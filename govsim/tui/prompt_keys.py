"""The keys of prompts, where those of the panes are text or mean nothing."""

from __future__ import annotations

from govsim.tui.act import Act, Place

PROMPTS: tuple[Act, ...] = (
    Act("filter.keep", "enter", "Enter", "keep", "Filter: keep", "back to the panes, filter on", "filter"),
    Act("filter.clear", "escape", "Esc", "clear", "Filter: clear", "show all events again", "filter"),
    Act("goto.go", "enter", "Enter", "go", "Go to: go", "move the playhead there", "go to"),
    Act("goto.cancel", "escape", "Esc", "cancel", "Go to: cancel", "stay where you are", "go to"),
    Act("help.close", "escape,q,question_mark,f1", "Esc q ?", "close", "Help: close", "back to the panes", "help"),
    Act("help.up", "up,k", "up k", "line(-1)", "Help: line up", "a line up", "help"),
    Act("help.down", "down,j", "down j", "line(1)", "Help: line down", "a line down", "help"),
    Act("help.pageup", "pageup", "PgUp", "page(-1)", "Help: page up", "a page up", "help"),
    Act("help.pagedown", "pagedown,space", "PgDn", "page(1)", "Help: page down", "a page down", "help"),
    Act("choose.take", "enter", "Enter", "take", "List: take", "take the line, or the lines marked", "choose"),
    Act("choose.mark", "ctrl+t", "^t", "mark", "List: mark", "mark the line where several can be taken", "choose"),
    Act("choose.up", "up", "up", "move(-1)", "List: up", "a line up", "choose"),
    Act("choose.down", "down", "down", "move(1)", "List: down", "a line down", "choose"),
    Act("choose.pageup", "pageup", "PgUp", "move(-10)", "List: page up", "ten lines up", "choose"),
    Act("choose.pagedown", "pagedown", "PgDn", "move(10)", "List: page down", "ten lines down", "choose"),
    Act("choose.cancel", "escape", "Esc", "cancel", "List: cancel", "take nothing", "choose"),
    Act("ask.take", "enter", "Enter", "take", "Question: answer", "take what is written", "ask"),
    Act("ask.cancel", "escape", "Esc", "cancel", "Question: cancel", "change nothing", "ask"),
    Act("read.enter", "enter", "Enter", "answer('enter')", "Page: accept", "accept what is shown", "read"),
    Act(
        "read.edit", "e", "e", "answer('e')", "Page: edit", "open the file in your editor, at its first mistake", "read"
    ),
    Act("read.reload", "r", "r", "answer('r')", "Page: read again", "read the file again", "read"),
    Act("read.up", "up,k", "up k", "line(-1)", "Page: line up", "a line up", "read"),
    Act("read.down", "down,j", "down j", "line(1)", "Page: line down", "a line down", "read"),
    Act("read.pageup", "pageup", "PgUp", "page(-1)", "Page: page up", "a page up", "read"),
    Act("read.pagedown", "pagedown,space", "PgDn", "page(1)", "Page: page down", "a page down", "read"),
    Act("read.cancel", "escape,q", "Esc q", "cancel", "Page: close", "back, and change nothing", "read"),
    Act("form.next", "enter,down", "Enter down", "field(1)", "Form: next field", "the next field", "form"),
    Act("form.previous", "up", "up", "field(-1)", "Form: previous field", "the field before", "form"),
    Act(
        "form.complete",
        "tab",
        "Tab",
        "complete",
        "Form: complete",
        "take what is offered first; again the next",
        "form",
    ),
    Act(
        "form.done",
        "ctrl+s,f10",
        "^s F10",
        "done",
        "Form: done",
        "take what is written, and see what it would do",
        "form",
    ),
    Act("form.cancel", "escape", "Esc", "cancel", "Form: cancel", "change nothing", "form"),
)
"""What works inside a prompt, where the keys above are text or mean nothing."""

PLACES: dict[Place, str] = {
    "filter": "the filter prompt",
    "go to": "the go to prompt",
    "help": "this help",
    "choose": "a list",
    "ask": "a question",
    "read": "a page to read",
    "form": "a form",
}
"""Prompts, and what the help calls them."""
