// Sets the page up for textual.js, which reads its settings from the #terminal element when the window has loaded,
// and says in a sentence what textual.js does not: why there is no screen.
"use strict";

(() => {
  // govsim needs 60 columns and 20 rows (SMALLEST in govsim/tui/widgets/too_small.py): on a phone that asks for a smaller font.
  const COLUMNS = 60;
  const ROWS = 20;
  const LARGEST = 16;
  const SMALLEST = 8;

  const FONT = '"Roboto Mono", Monaco, "Courier New", monospace';
  const LINE = 1.2; // a line is at most this high, in font sizes

  const NORMAL = 1000; // codes of a closing websocket
  const GOING_AWAY = 1001;
  const INTERNAL_ERROR = 1011;

  const body = document.body;
  const terminal = document.getElementById("terminal");

  function say(sentence) {
    document.getElementById("sentence").textContent = sentence;
    body.classList.add("-ended");
    document.getElementById("again").focus();
  }

  function fontSize() {
    let width = window.innerWidth;
    let height = window.innerHeight;
    if (matchMedia("(pointer: coarse)").matches) {
      width = Math.min(width, screen.width, screen.height); // it may be turned later, and the font stays
    }
    const context = document.createElement("canvas").getContext("2d");
    context.font = `100px ${FONT}`;
    const cell = context.measureText("0").width / 100;
    const fits = Math.min(LARGEST, width / (COLUMNS * cell), height / (ROWS * LINE));
    return Math.max(SMALLEST, Math.floor(fits * 10) / 10);
  }

  function focus() {
    const keys = document.querySelector(".xterm-helper-textarea");
    keys?.blur();
    keys?.focus();
  }

  function ended(event, started) {
    if (started && event.code === NORMAL) {
      say("You have left govsim.");
    } else if (event.code === INTERNAL_ERROR) {
      const how = started ? "stopped" : "could not start";
      say(`govsim ${how}. The terminal in which govsim serve runs says why.`);
    } else if (started && event.code === GOING_AWAY) {
      say("govsim serve was ended.");
    } else if (started) {
      say("The connection to govsim was lost.");
    } else {
      say("govsim let this page in, but not its connection. Open the address that govsim serve printed.");
    }
  }

  // textual.js keeps its websocket to itself, so it gets one that tells us too.
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...where) {
      super(...where);
      let started = false;
      this.addEventListener("message", (event) => {
        if (!started && typeof event.data !== "string") {
          started = true;
          setTimeout(focus); // the app takes keys once it has been told that it has the focus
        }
      });
      this.addEventListener("close", (event) => ended(event, started));
    }

    send(data) {
      if (this.readyState === Native.OPEN) {
        super.send(data); // textual.js goes on sending where the app has ended
      }
    }
  };

  document.getElementById("again").addEventListener("click", () => location.reload());
  history.replaceState(null, "", location.pathname); // textual.js obeys ?ping=URL and ?delay=1; nothing here needs them

  const address = new URL("ws", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = address.href;

  const start = window.onload;
  window.onload = async (event) => {
    // Cells are measured once, so the fonts must be there first; one that a system lacks is no failure.
    await Promise.allSettled([document.fonts.load(`16px ${FONT}`), document.fonts.load(`bold 16px ${FONT}`)]);
    try {
      terminal.dataset.fontSize = fontSize();
      start(event);
    } catch (failure) {
      say(`This browser cannot draw a terminal: ${failure.message}`);
    }
  };
})();
