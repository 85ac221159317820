"""How pages look: on a phone, on a screen, in the dark and on paper."""

from __future__ import annotations

from govsim.exchange.svg_style import COLOURS, FONTS, css

_VARIABLES = ("paper", "ink", "soft", "rule", "grid", "absent", "held", "disputed", "differs", "on-differs")


def _variables(theme: str) -> str:
    return "".join(f"--{name}:{COLOURS[theme][name]};" for name in _VARIABLES)


_RULES = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 FONTS;overflow-wrap:break-word}
header,main,footer,nav{max-width:78rem;margin:0 auto;padding:0 1rem}
header{padding-top:1rem}
h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0}
h2{font-size:1.3rem;line-height:1.25;margin:2.2rem 0 .6rem;border-top:1px solid var(--rule);padding-top:1.2rem}
h3{font-size:1.05rem;margin:1.4rem 0 .4rem}
p,ul,ol,dl{margin:.5rem 0;max-width:70ch}
a{color:var(--held)}
a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible,
.wide:focus-visible{outline:3px solid var(--disputed);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
nav ul{list-style:none;padding:0;margin:.4rem 0;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;max-width:none}
.hypothetical{background:var(--differs);color:var(--on-differs);padding:.5rem .8rem;font-weight:700;margin:.6rem 0}
.tag{color:var(--differs);font-size:.75em;font-weight:700;white-space:nowrap}
.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.field{font-weight:400}
.soft,small{color:var(--soft)}
.wide{overflow-x:auto;margin:.6rem 0}
pre{font:.88rem/1.45 ui-monospace,monospace;white-space:pre}
pre.told{white-space:pre-wrap}
table{border-collapse:collapse;font-size:.94rem;width:100%}
caption{text-align:left;color:var(--soft);padding:.2rem 0;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .7rem .35rem 0;border-bottom:1px solid var(--grid)}
thead th{color:var(--soft);font-weight:600;border-bottom-color:var(--rule)}
tbody th{font-weight:600;min-width:8rem}
.status{white-space:nowrap}
.status-disputed,.status-unknown,.status-vacant{font-weight:700}
.status-disputed{color:var(--disputed)}
figure{margin:.6rem 0}
figure svg{display:block;width:100%;height:auto}
.phone,.on-cards{display:none}
.player{border:1px solid var(--rule);padding:.8rem;margin:.6rem 0}
.player input{width:100%;margin:.5rem 0;accent-color:var(--held)}
.player button{font:inherit;color:inherit;background:var(--absent);border:1px solid var(--rule);padding:.3rem .8rem;
min-height:2.4rem;cursor:pointer}
.player output{display:block;font-weight:700}
.player .changed th::before{content:"\\25B6 "}
.player .changed{background:var(--absent)}
[hidden]{display:none!important}
.timeline{list-style:none;padding:0;max-width:none}
.timeline>li{display:grid;grid-template-columns:13rem 1fr;gap:0 1rem;
padding:.5rem 0;border-bottom:1px solid var(--grid)}
.timeline p{margin:.1rem 0}
.timeline .when{color:var(--soft)}
.timeline .label{font-weight:600}
.timeline>li:target{background:var(--absent)}
.claim{border:1px solid currentColor;padding:0 .35rem;font-size:.8rem;font-weight:400;white-space:nowrap}
.claim-disputed{color:var(--disputed)}
.sources{font-size:.9rem;padding-left:1.2rem;margin:.2rem 0;max-width:none}
.reading{border-left:3px solid var(--disputed);padding-left:.7rem;margin:.3rem 0}
.met-no{font-weight:700;color:var(--disputed)}
summary{cursor:pointer;font-weight:600;padding:.3rem 0}
footer{border-top:1px solid var(--rule);margin-top:2.5rem;padding:1rem;font-size:.9rem;color:var(--soft)}
@media (max-width:44rem){
.desk{display:none}.phone{display:block}.on-cards{display:inline}
h1{font-size:1.35rem}h2{font-size:1.15rem}
.timeline>li{grid-template-columns:1fr}
.facts{grid-template-columns:1fr}.facts dd{margin-bottom:.4rem}
table.cards thead{position:absolute;left:-99rem}
table.cards tr{display:block;padding:.4rem 0;border-bottom:1px solid var(--grid)}
table.cards th,table.cards td{display:block;border:0;padding:.05rem 0}
}
@media print{
@page{margin:16mm 14mm;PAGEHEAD}
html{font-size:8.5pt}
nav,.skip,.player,.phone{display:none!important}.desk{display:block!important}
h2,h3{break-after:avoid}
li,tr,figure{break-inside:avoid}
.wide{overflow:visible}
.hypothetical{border:2px solid var(--differs);background:none;color:var(--differs)}
a{color:inherit;text-decoration:none}
.sources a::after{content:" <" attr(href) ">"}
details>summary{list-style:none}
}
"""


def page_css(running_head: str | None) -> str:
    """Return the style of a page; *running_head* is printed on top of every sheet."""
    head = ""
    if running_head:
        plain = "".join(char for char in running_head if char.isalnum() or char in " :,.-_/()")
        head = f'@top-center{{content:"{plain}";font:bold 9pt sans-serif}}'
    rules = _RULES.replace("FONTS", FONTS).replace("PAGEHEAD", head)
    compact = "".join(line.strip() for line in rules.splitlines())
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{_variables('dark')}}}}}"
    return f":root{{{_variables('light')}}}{dark}{compact}{css('auto')}"
