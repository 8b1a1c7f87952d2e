"""Cut the fonts the product sets its PDF files in, from the Noto CJK fonts of the system (Debian: fonts-noto-cjk).

    python scripts/make_fonts.py [FOLDER OF NotoSerifCJK-Regular.ttc, …]

Each face keeps GB2312, the signs official forms use and rare characters of names (the text face the whole of
GBK); it is renamed, so that it never mixes with a whole
Noto font of the machine. The cut has a character map of format 12 beside format 4: typst draws boxes from a large font without it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

ROOT = Path(__file__).parents[1]
OUT = ROOT / "jixiao" / "office" / "fonts"
SYSTEM = Path("/usr/share/fonts/opentype/noto")
FACES = (  # file of the system, face inside it, file and family of ours, the standard whose characters it keeps
    ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC", "jixiao-song.otf", "Jixiao Song", "gbk"),
    ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC", "jixiao-biaosong.otf", "Jixiao Biaosong", "gb2312"),
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC", "jixiao-hei.otf", "Jixiao Hei", "gb2312"),
)
SIGNS = (
    "≥≤≧≦±×÷≈≠≡∞√∑∏∈∵∴∠⊥∥∮∫·•…—–‐‑–‘’“”„′″‰‱℃℉№℡™©®°¹²³½¼¾£¥€$§¶†‡"
    "〇〈〉《》「」『』【】〔〕〖〗〓〒、。〃々〜〝〞"
    "←↑→↓↔↕⇒⇐⇔■□▢▣▲△▼▽◆◇◎○●★☆✓✔✕✖✗☑☐☒♀♂▪▫◯"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑"
    "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩㊀㊁㊂㊣㈱"
    "㎎㎏㎜㎝㎞㎡㎥㏄㎖㎗ℓ㏎㏑㏒㏕µμΩ℮"
)
RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x370, 0x400),
    (0x400, 0x460),
    (0x2010, 0x2028),
    (0x3000, 0x3018),
    (0x3105, 0x312A),
    (0xFF00, 0xFFEF),
)
# Characters of names and places outside GB2312, of the general standard list (通用规范汉字表) and in daily use beside it.
NAMES = (
    "喆堃昇珺玥翀烨旸昉晞晟暐曌彧弢頔韡垚犇骉甯洺淏溦滢玢玘玙玚珅珣琎琛琮琰瑀瑄瑢璠璟璿祎祺禛禤筱缊羿翙翛芃芊苡荑莜蓥蘅虓蠡衎袆赟轶逄逯郗郄鄄鄢鄯酆"
    "鋆锴鎏铖镕镔闫闳陟雱霂霈霁頫颋颢飏馗骁骞黉龑龢婳嫄嫚嬿孖孛宓宬寯峣崟嵘巽彣忞怿恺悰慜戬戭抃挹旻昀昕昱杲柷桄梓楙楸樾泓泠洄洹湉湜湲滪潆澂澍濬灏炅炜烜焱"
    "焜煊煐熠燊燚爰牂珏珩珞珮琤琦琪瑗瑨瑭璘璞璐璇璨瓒瓘甪畯皛皓皞盱眭睟矞砀砼硚碶祐祾祼禔穰窅竑竽笪筠箖簃簠粜絜綝緈羑翃翊翥翯耘聿肜胤腙臻舸艿芾苣茀茆茌茳"
    "荃莙莘菥菡萱葳蒗蒟蓁蓿蔻蕙薏藁虢蛲蜎褚襄觱訚訢詝誾諝譞豳赑趵跶跣軏軺輗辀迨逑遆邳邺郇郓郚郢郫郯鄌鄘鄜酂酃醴鉴鉷鉥鉮銈鋐錡鍠鏸鐏钇钊钋钌钍钎钏钐钒钕钚钜"
    "钘钜钤钪钫钬钭钯铄铈铉铊铋铌铎铑铒铕铗铘铙铚铛铞铟铠铢铤铥铧铨铩铪铫铯铱铳铴铵铷铼锂锇锊锎锏锑锒锓锔锕锖锘锛锜锝锞锟锪锫锬锱锲锳锶锷锸锺锿镄镆镉镎镏镒镓镗"
    "镛镝镞镠镡镢镥镧镨镩镪镫镬镲镳镴镵囍堉堌堎塬墚壸妘妤姈姞姤姮娉娣婍媖媞嫒嬛孭孮寕尧峂峄崀崤嵎嵖嵬嶒嶓岍岜巘帡幪庑庤弇徕徵忭恂恽悫惇愔愐愫憬懋懿戢扆抟"
    "揄摛擐攸敉敔斄旃旄旒旎旸昫昳昪昽晊晗晙晢晰暄暅暌暕暲曈曦朓杋杕杧杻枧枰枹柃柈栒栝栢栴桉桕桲梃梣梽棂棨棫棻椤楀楯楷榑榕榛榤槊槜橦檀檎檗欤欻歆歙毖毵氡氤氲"
    "氿汭汴沄沅沇沚沣沩沭沺泂泃泖泚泜泺泾洎洑洙洣洧洨洮洱浐浔浚浥浭浯涢涘涴涞涿淄淅淙淝淞淠淦淯淳渌渑渥渭渼湄湋湍湑湔湟湣溆溍溠溧溱溵滁滆滈滏滠滹漈漖漭漳漷漼潍"
    "潏潞潢潩潭澉澌澹濂濠濡濩濮濯瀍瀔瀛瀣瀹灈灞炁炆炘炟炱炻烔烺焌焓焘焯煜煦熥熳爔犨狁玕玠玡玦玫玭玳玹珂珈珉珌珐珑珒珖珙珝珥珧珪珰珽琇琈琉琚琡琢琨琬琭琯琲琳琴"
    "瑊瑛瑜瑝瑞瑟瑪瑱瑶瑷瑸瑾璀璁璆璈璎璕璜璡璩璪璬璮璲璺瓀畀畈畎畚畛畬畲畹疍疃睢睿瞢瞿矍砫砮硁硇硎硐硖碛碡碣碧磏磻礌礴祇祉祊祏祓祗祚祜祢祥祯祲禅禊禧禳秭秾稔稷穆"
    "窀窨竦笃笄笙筀筜筼箐箓箧篁簏籁籥粢粲粼糇絷綦縠繇纁纮纴纾绂绉绌绔绖绡绤绨绫绮绯绲绶绹绾缃缇缈缌缎缑缗缙缡缣缥缦缨缪缬缳罡罨罹羝羟翌翎翕翦翮翱翾"
    "瞭乾濛著祕昇堃頔喆淼溁劼劢勍勐卣卺厍厔叆叇吔咺哃哱唝唪啴喤嗣噙嚭囵圩圪圫圬圮圯坂坌坜坩坭坻垌垍垓垟垞垡垤垧垭埇埏埒埔埕埙埝埤埭埯埴埵埼堋堍堙堞堨堰堼塄塍墈墉墕墘"
    "壅壑夔奡奭妍妗妙妡妧妫妯姁姒姗姚姝娅娌娓娜娟娥娭娱娲娴婕婵媄媓媚媱嫀嫔嫕嫘嫜嫣嫦嫩嫪嬉嬗嬴"
    "侓侔侗侪侬侴侹俣俍俜俶俵俸倓倕倞倢倧偁偃偈偓偰偲傃傕傒傧傺僇僎僖僚僤僦僧僰儆儇儋儱"
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)


def wanted(standard: str) -> set[int]:
    """Return the characters of a cut: all two-byte ones of a standard, the signs, the names."""
    chinese = {
        ord(char)
        for high in range(0x81, 0xFF)
        for low in range(0x40, 0xFF)
        if (char := bytes([high, low]).decode(standard, "ignore")) and len(char) == 1
    }
    return chinese | {ord(char) for char in SIGNS + NAMES} | {code for low, high in RANGES for code in range(low, high)}


def cut(folder: Path, file: str, face: str, family: str, standard: str) -> TTFont:
    """Return one face cut and renamed."""
    fonts = TTCollection(folder / file, lazy=True).fonts
    font = next(one for one in fonts if one["name"].getDebugName(1) == face)
    options = subset.Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 13, 14], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GSUB", "GPOS", "GDEF"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted(standard))
    cutter.subset(font)
    rename(font, family)
    full_map(font)
    font.recalcTimestamp = False
    return font


def rename(font: TTFont, family: str) -> None:
    """Give the face our own name; copyright and licence stay."""
    plain = family.replace(" ", "")
    names = {1: family, 2: "Regular", 3: plain, 4: family, 6: plain}
    for record in list(font["name"].names):
        if record.nameID in names or record.langID != 0x409:
            font["name"].names.remove(record)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = plain
    top[0].FamilyName, top[0].FullName, top[0].Weight = family, family, "Regular"
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0


def full_map(font: TTFont) -> None:
    """Keep one character map of format 4 and one of format 12, both for Windows."""
    best = dict(font["cmap"].getBestCmap())
    tables = []
    for form, encoding, mapping in ((4, 1, {code: name for code, name in best.items() if code <= 0xFFFF}), (12, 10, best)):
        table = CmapSubtable.newSubtable(form)
        table.platformID, table.platEncID, table.language, table.cmap = 3, encoding, 0, mapping
        tables.append(table)
    font["cmap"].tables = tables


def main() -> None:
    """Cut every face."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SYSTEM
    OUT.mkdir(parents=True, exist_ok=True)
    for file, face, name, family, standard in FACES:
        font = cut(folder, file, face, family, standard)
        font.save(OUT / name)
        missing = wanted(standard) - set(font.getBestCmap())
        print(f"{name}: {(OUT / name).stat().st_size:,} bytes, {len(font.getBestCmap()):,} characters, without {len(missing)}")


if __name__ == "__main__":
    main()
