import { createHash } from "node:crypto";

/** The dashboard's one style sheet: calm, dense, and the same by night. It stands in the page, named by its hash. */
export const css = `
:root{color-scheme:light dark;
--bg:#f6f6f3;--surface:#fff;--ink:#1b1d20;--muted:#5f646b;--line:#e2e2dc;--link:#1d4f91;
--urgent:#c4161c;--critical:#c2560c;--warning:#8f6a00;--info:#2f6db5;--resolved:#2c7a46;--neutral:#767b83;--all:#3c4047}
@media (prefers-color-scheme:dark){:root{
--bg:#111315;--surface:#191c1f;--ink:#e6e7e8;--muted:#9ba1a8;--line:#2b2f34;--link:#8ab8f0;
--urgent:#ff6b64;--critical:#f79a4d;--warning:#e0b93c;--info:#79b0ee;--resolved:#66c487;--neutral:#9ba1a8;--all:#c6cacf}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;font-variant-numeric:tabular-nums}
a{color:var(--link);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
.sr,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip:focus{position:absolute;left:1rem;top:.5rem;background:var(--surface);padding:.3rem .6rem}
.sandbox{margin:0;padding:.45rem 1.25rem;background:#ffd84d;color:#2a2200;font-weight:600;font-size:.9rem}
.sandbox a{color:inherit}
.switched-off{margin:0;padding:.45rem 1.25rem;background:#9f1239;color:#fff;font-weight:600;font-size:.9rem}
.top{display:flex;align-items:center;gap:1.25rem;padding:.8rem 1.25rem;border-bottom:1px solid var(--line)}
.brand{font-weight:700;font-size:1.1rem;color:var(--ink);text-decoration:none;display:flex;align-items:center;gap:.5rem}
.eye{width:.95rem;height:.95rem;border-radius:50%;border:.2rem solid #c2410c;background:radial-gradient(circle,#c2410c 32%,transparent 36%)}
.clock{margin:0 0 0 auto;color:var(--muted);font-size:.85rem}
.pages a{color:var(--muted);font-size:.9rem}
.lang{display:flex;gap:.7rem;font-size:.85rem}
.lang a{color:var(--muted);text-decoration:none}
.lang [aria-current]{color:var(--ink);font-weight:600}
main{max-width:76rem;margin:0 auto;padding:1.1rem 1.25rem 4rem}
h2{font-size:.8rem;font-weight:600;letter-spacing:.05em;text-transform:uppercase;color:var(--muted);margin:1.8rem 0 .5rem}
p{margin:.35rem 0}
.note,.age,.id,.who,.unit{color:var(--muted);font-size:.85rem}
.urgent{--tone:var(--urgent)}.critical{--tone:var(--critical)}.warning{--tone:var(--warning)}.info{--tone:var(--info)}
.resolved{--tone:var(--resolved)}.neutral{--tone:var(--neutral)}.all{--tone:var(--all)}
.counts{display:flex;flex-wrap:wrap;gap:.5rem}
.chip{display:inline-flex;align-items:baseline;gap:.4rem;padding:.4rem .8rem;border-radius:.45rem;background:var(--surface);border:1px solid var(--line);border-bottom:3px solid var(--tone);color:var(--ink);text-decoration:none;font-size:.85rem}
.chip b{font-size:1.15rem;color:var(--tone)}
.chip.none{border-bottom-color:var(--line);color:var(--muted)}.chip.none b{color:var(--muted);font-weight:400}
.chip[aria-current]{background:var(--tone);border-color:var(--tone);color:var(--bg)}.chip[aria-current] b{color:inherit}
.chip:hover{border-color:var(--tone)}
table{width:100%;border-collapse:collapse;background:var(--surface);border:1px solid var(--line);border-radius:.5rem}
th{text-align:left;font-size:.75rem;font-weight:500;color:var(--muted);padding:.45rem .7rem;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:.5rem .7rem;border-bottom:1px solid var(--line);vertical-align:baseline}
tbody tr:last-child td{border-bottom:0}
.n{text-align:right;white-space:nowrap}
td.sev{white-space:nowrap}tr td:first-child{box-shadow:inset 4px 0 var(--tone,transparent);padding-left:1rem}th:first-child{padding-left:1rem}
td.sev span{color:var(--tone);font-weight:700;font-size:.78rem;letter-spacing:.03em}
.list td.what a{font-weight:600;color:var(--ink);text-decoration:none;overflow-wrap:anywhere}
.list tr:hover td{background:color-mix(in srgb,var(--tone) 6%,transparent)}
.list td.what a:hover{text-decoration:underline}
.list{margin-top:1.2rem;font-size:.93rem}
.list td.what{min-width:16rem;width:34%}
.alarm{display:inline-block;color:var(--urgent);font-size:.8rem;white-space:nowrap}
.group th{font-weight:600;letter-spacing:.05em;text-transform:uppercase;padding-top:1.1rem;background:var(--bg)}
.list td.id,.list .phase,.list .count,.list .opened,.list .updated{white-space:nowrap}
.calm{margin:2.2rem 0;font-size:1.1rem;color:var(--muted)}
.pager{display:flex;gap:1.5rem;margin-top:1.2rem;font-size:.9rem}
.pager .quiet{margin-left:auto;color:var(--muted)}
.back{font-size:.9rem}
.card{background:var(--surface);border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:.5rem;padding:.9rem 1.1rem;margin:.6rem 0 0}
.card h1{font-size:1.1rem;line-height:1.35;margin:0 0 .4rem;font-weight:400;overflow-wrap:anywhere}
.card p{overflow-wrap:anywhere}.card p strong{color:var(--urgent)}
.card footer{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin-top:.7rem;font-size:.9rem}
.card footer .id{margin-left:auto}
.mention{font-weight:600}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(20rem,1fr));gap:0 2rem}
.due{list-style:none;margin:0;padding:0}
.due li{padding:.12rem 0}
.due li{display:grid;grid-template-columns:9.5rem 1fr}
.due b{font-weight:500}
.ticks,.acts-known,.steps{margin:0;padding-left:1.2rem}
.ticks{list-style:none;padding:0}
.ticks .holds{color:var(--muted)}
.acts-known li,.steps li,.ticks li{padding:.12rem 0}
h3{font-size:.9rem;margin:.8rem 0 .3rem}
.due .late time,.due .late .note{color:var(--urgent)}
.is-undelivered .state,.is-left_out .state{color:var(--urgent);font-weight:600}
.is-retrying .state{color:var(--critical);font-weight:600}
.is-told .state{color:var(--resolved)}
.told td.why .note{display:block}
.would{list-style:none;margin:0;padding:0}.would li{padding:.05rem 0;overflow-wrap:anywhere}
.shadow th{white-space:normal}.shadow td.why{width:32%;font-size:.88rem}main>h1:not(.sr){font-size:1.3rem;margin:.7rem 0 .4rem}
.list td.what a.note{font-weight:400;color:var(--muted)}
.labels{list-style:none;margin:.15rem 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.1rem .8rem;font:.8rem/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.labels span{color:var(--muted)}
.alerts td.state{white-space:nowrap}.alerts td.sev{box-shadow:none}
.alerts td.name{overflow-wrap:anywhere}
.journal{list-style:none;display:grid;grid-template-columns:auto auto 1fr auto;margin:0;padding:0;background:var(--surface);border:1px solid var(--line);border-radius:.5rem}
.journal li{display:grid;grid-column:1/-1;grid-template-columns:subgrid;gap:0 .7rem;align-items:baseline;padding:.42rem .8rem;border-bottom:1px solid var(--line)}
.journal li:last-child{border-bottom:0}
.seq{color:var(--muted);font-size:.8rem;text-align:right}
.at{white-space:nowrap;color:var(--muted)}
.said{overflow-wrap:anywhere}
.who{margin-left:.35rem}
details{font-size:.8rem}summary{cursor:pointer;color:var(--muted)}
.journal details[open]{grid-column:1/-1}
pre{margin:.3rem 0;padding:.6rem .8rem;background:var(--bg);border-radius:.35rem;overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:.8rem/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.chain{font-weight:500;letter-spacing:0;text-transform:none;color:var(--resolved);margin-left:.6rem}
.chain.bad{color:var(--urgent);font-weight:700}
.error{margin-top:3rem}.error h1{font-size:1.3rem}
.acts{display:flex;flex-wrap:wrap;gap:.5rem;margin:.8rem 0 0}
.act{font:inherit;font-size:.93rem;line-height:1.3;padding:.5rem .9rem;min-height:2.5rem;border-radius:.45rem;border:1px solid var(--line);background:var(--surface);color:var(--ink);cursor:pointer}
.act:hover{border-color:var(--link)}
.act.primary{background:var(--link);border-color:var(--link);color:var(--bg);font-weight:600}
.act.danger{border-color:var(--urgent);color:var(--urgent);font-weight:600}
.act:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.menu{font-size:.93rem;flex-basis:auto}.menu[open]{flex-basis:100%}
.menu summary{padding:.5rem .9rem;min-height:2.5rem;border:1px solid var(--line);border-radius:.45rem;background:var(--surface);display:inline-block;list-style:none}
.menu summary::-webkit-details-marker{display:none}
.menu div{display:flex;flex-wrap:wrap;gap:.5rem;margin-top:.5rem}
.notice{border-left:4px solid var(--resolved);background:var(--surface);padding:.55rem .9rem;border-radius:.35rem}
.notice.refused{border-color:var(--critical)}
.ask{max-width:38rem}.ask h1{font-size:1.3rem;margin:.7rem 0 .4rem}
.field{margin:1rem 0}.field label{display:block;font-weight:600;margin-bottom:.25rem}
.field label .note{font-weight:400}.field .note{margin:.2rem 0 0}
.field .toggle{display:flex;gap:.55rem;align-items:center}.field .toggle input{width:1.2rem;height:1.2rem;margin:0}
.field input:not([type=checkbox]),.field textarea,.field select{width:100%}
input,textarea,select{font:inherit;padding:.5rem .6rem;border:1px solid var(--neutral);border-radius:.4rem;background:var(--surface);color:var(--ink)}
[aria-invalid]{border-color:var(--urgent)}
.fault{color:var(--urgent);font-size:.9rem}
.send{display:flex;gap:1.2rem;align-items:center;margin-top:1.4rem}
.all-of{display:flex;flex-wrap:wrap;gap:.5rem .7rem;align-items:center;margin-top:1.6rem;font-size:.93rem;color:var(--muted)}
.answer{margin-top:1rem}.answer p{overflow-wrap:anywhere}
.pages{display:flex;gap:1.1rem}
.api h2{font-size:1rem;text-transform:none;letter-spacing:0;color:var(--ink);margin:2.2rem 0 .4rem}
.api h3{font-size:.85rem;color:var(--muted);margin:.9rem 0 .3rem}
@media (max-width:46rem){
body{font-size:16px}
.acts form,.acts .act{flex:1 1 auto}.acts .act{width:100%}.ask .send .act{flex:1}
.all-of select{flex:1}
.clock span{display:none}
.top{padding:.7rem 1rem;gap:.8rem}main{padding:.9rem 1rem 4rem}.sandbox{padding:.45rem 1rem}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table,tbody{display:block}
table{background:none;border:0}
tbody tr{display:flex;flex-wrap:wrap;gap:.05rem .8rem;background:var(--surface);border:1px solid var(--line);border-left:4px solid var(--tone,var(--line));border-radius:.45rem;padding:.6rem .8rem;margin-bottom:.5rem}
tbody tr td,tbody tr:last-child td{border:0;padding:0}
td{font-size:.88rem;color:var(--muted);text-align:left}
tr td:first-child{box-shadow:none;padding-left:0}
td.what,td.name,td.where,td.why{flex-basis:100%;font-size:1rem;color:var(--ink)}
td.why{font-size:.88rem}
.list td.what{order:-1}.list td.updated,.list td.phase{display:none}.list td.id{margin-left:auto}
tbody tr.group{background:none;border:0;padding:.6rem 0 0;margin:0}.group th{padding:0;background:none;border:0}
td[data-label]::before{content:attr(data-label) " "}
.journal,.journal li{grid-template-columns:auto 1fr auto}.journal li{grid-template-columns:subgrid}
.journal .said{grid-column:1/-1;grid-row:2}
.journal .seq{text-align:left}
.due li{grid-template-columns:8.5rem 1fr}
.list{margin-top:.4rem}.list td.what{min-width:0;width:auto}
.card footer .id{margin-left:0}
}
`;

const styleHash = createHash("sha256").update(css).digest("base64");

/**
 * What a browser may do with a page: show it, with its own style sheet, and send its forms back here. The address is
 * named to ourselves alone: without any, a browser says `Origin: null` of a form, and it would be refused.
 */
export const pageHeaders = {
  "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
  vary: "accept-language",
} as const;
