"""Rules for what a Mandarin voice is to say. Pure.

Numbers are all written out: espeak-ng 1.52 says 2024年 as a quantity and 12000 as digits.
"""

from __future__ import annotations

import re

from app.speech.numerals import chinese_decimal, chinese_digits, chinese_number, chinese_telephone
from app.speech.say_rule import (
    BEFORE_NUMBER,
    CIRCLED,
    DASH,
    DECIMAL,
    EMAIL,
    EMOJI,
    HALVES,
    ORNAMENT,
    TELEPHONE,
    URL,
    Rule,
    circled,
    pause_rule,
    rule,
    telephone_groups,
)

_UNITS = {
    "km/h": "公里每小时", "km": "公里", "cm": "厘米", "mm": "毫米", "m²": "平方米", "m2": "平方米",
    "㎡": "平方米", "m": "米", "kg": "公斤", "mg": "毫克", "g": "克", "ml": "毫升", "mL": "毫升",
    "L": "升", "l": "升", "kWh": "度", "h": "小时", "min": "分钟", "℃": "摄氏度", "°C": "摄氏度",
}  # fmt: skip
_EACH = {
    "月": "一个月", "小时": "一小时", "年": "一年", "天": "一天", "日": "一天", "次": "一次",
    "人": "一人", "位": "一位", "份": "一份", "张": "一张", "斤": "一斤", "公斤": "一公斤",
    "户": "一户", "场": "一场", "课": "一课", "节": "一节", "季": "一季", "度": "一度",
    "吨": "一吨", "袋": "一袋", "盒": "一盒", "瓶": "一瓶", "件": "一件", "周": "一周",
}  # fmt: skip
_COUNTED = (
    "[个位名次点天件条张本间岁台块户家份支只种元米瓶袋盒包斤升倍辆班节课人周万亿场把杯片粒套双对]"
    r"|小时|分钟|公里|公斤|千克|(?:km|kg|h|L|m|g)(?![A-Za-z\d²])"
)
_CURRENCY = {"£": "英镑", "$": "美元", "€": "欧元"}
_AFTER_HALF_DAY = r"(?:(?<=[上下中]午)|(?<=[晚早]上)|(?<=凌晨)|(?<=傍晚))"


def _telephone(match: re.Match[str]) -> str | None:
    groups = telephone_groups(match)
    return "，".join(map(chinese_telephone, groups)) if groups else None


def _said_digits(match: re.Match[str]) -> str:
    return "，".join(map(chinese_telephone, re.findall(r"\d+", match["said"])))


def _host(match: re.Match[str]) -> str:
    host = match.group(1).replace(".", " 点 ").replace("-", " 杠 ")
    return f"一个网址，{host}" if match.group("more") else f"网址 {host}"


def _email(match: re.Match[str]) -> str:
    said = f"{match.group(1)} 艾特 {match.group(2)}".replace(".", " 点 ")
    return said.replace("_", " 下划线 ").replace("-", " 杠 ")


def _date(match: re.Match[str]) -> str | None:
    year, month, day = match.group(1), int(match.group(2)), int(match.group(3))
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{chinese_digits(year)}年{chinese_number(month)}月{chinese_number(day)}日"


def _day(match: re.Match[str]) -> str | None:
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{chinese_number(month)}月{chinese_number(day)}日"


def _short_year(match: re.Match[str]) -> str | None:
    """98年 is a year; 10年 more likely how long."""
    early = int(match["said"]) < 70 and not match["said"].startswith("0")
    rest = match.string[match.end() :].lstrip("年 ")
    if early and not re.match(r"代|\d{1,2}月|出生|生|毕业|入|建成|版", rest):
        return None
    return chinese_digits(match["said"])


def _clock(hour: int, minute: int) -> str:
    said = ("两" if hour == 2 else chinese_number(hour)) + "点"
    if minute == 0:
        return said + "整"
    return said + ("零" if minute < 10 else "") + chinese_number(minute) + "分"


def _time(match: re.Match[str]) -> str | None:
    hour, minute = int(match.group(1)), int(match.group(2))
    return _clock(hour, minute) if hour <= 24 and minute <= 59 else None


def _times(match: re.Match[str]) -> str | None:
    numbers = [int(group) for group in match.groups()]
    if numbers[0] > 24 or numbers[2] > 24 or numbers[1] > 59 or numbers[3] > 59:
        return None
    return f"{_clock(numbers[0], numbers[1])}到{_clock(numbers[2], numbers[3])}"


def _amount(number: str) -> str:
    """A price: 35.50 is said as 35.5 is, and 2 as 两."""
    whole, _, part = number.replace(",", "").partition(".")
    part = part.rstrip("0")
    if not part:
        return "两" if whole == "2" else chinese_decimal(whole)
    return chinese_decimal(f"{whole}.{part}")


def _price(match: re.Match[str]) -> str:
    # "￥35元" has its unit twice.
    if match.string.startswith("元", match.end()):
        return _amount(match.group(2))
    unit = _CURRENCY.get(match.group(1), "元")
    if scale := match["scale"]:
        return _amount(match.group(2)) + scale + unit
    return _amount(match.group(2)) + unit


def _price_range(match: re.Match[str]) -> str:
    said = f"{_amount(match.group(2))}到{_amount(match.group(3))}"
    doubled = match.string.startswith("元", match.end())
    return said if doubled else said + _CURRENCY.get(match.group(1), "元")


def _range(match: re.Match[str]) -> str:
    return f"{chinese_decimal(match.group(1))}到{chinese_decimal(match.group(2))}"


def _years(match: re.Match[str]) -> str:
    return f"{chinese_digits(match.group(1))}到{chinese_digits(match.group(2))}"


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match.group(1)), int(match.group(2))
    if top > bottom:  # 12/3 is a day, a blood pressure of 140/90 two numbers
        if 1 <= top <= 12 and bottom:
            return f"{chinese_number(top)}月{chinese_number(bottom)}日"
        return f"{chinese_number(top)}，{chinese_number(bottom)}"
    return f"{chinese_number(bottom)}分之{chinese_number(top)}" if bottom else None


def _ratio(match: re.Match[str]) -> str:
    return f"{chinese_decimal(match.group(1))}比{chinese_decimal(match.group(2))}"


def _mixed(match: re.Match[str]) -> str:
    top, bottom = HALVES[match.group(2)]
    said = f"{chinese_number(bottom)}分之{chinese_number(top)}"
    return f"{chinese_decimal(match.group(1))}又{said}" if match.group(1) else said


def _festival(match: re.Match[str]) -> str:
    """“12·4” is 十二四, “3·15” 三一五."""
    return chinese_number(int(match.group(1))) + chinese_digits(match.group(2))


def _block_and_flat(match: re.Match[str]) -> str:
    *first, last = re.findall(r"\d+", match["said"])
    flat = chinese_telephone(last) if len(last) > 2 else chinese_number(int(last))
    return "杠".join([*(chinese_number(int(part)) for part in first), flat])


def _page_of(page: str, pages: str) -> str:
    return f"{chinese_decimal(page)}页，共{chinese_decimal(pages)}页"


def _minus(match: re.Match[str]) -> str:
    return "零下" + chinese_decimal(match.group(1))


_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_CLOCK_FACE = r"(\d{1,2})[:：](\d{2})"
_NO_YEARS = r"(?!前|后|来|级|内|以|间|多|期|限)"

CHINESE_RULES: tuple[Rule, ...] = (
    (CIRCLED, lambda match: chinese_number(circled(match)) + "，"),
    rule(r"(?<=[〇一二三四五六七八九])[○◯Ｏ](?=[〇○◯Ｏ一二三四五六七八九年])", "零"),
    rule(r"\s*[→➜➡]\ufe0f?\s*", "，"),
    (EMOJI, lambda match: ""),
    (URL, _host),
    (EMAIL, _email),
    rule(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _date),
    (TELEPHONE, _telephone),
    rule(
        r"(?:电话|热线|手机)(?:号码)?(?:是|为|：|:)?\s*(?P<said>\d{3,4}[ -]?\d{4})(?!\d)",
        _said_digits,
    ),
    rule(
        r"(?:拨打|致电|热线|电话|电话号码|打|呼叫)(?:是|为|：|:)?\s*(?P<said>\d{3,6})(?![\d.,年月日元点%])",
        _said_digits,
    ),
    rule(r"(?<!\d)(?P<said>\d{3,6})(?=热线|急救|报警|市民)", _said_digits),
    rule(
        r"(?:尾号|编号|证号|账号|卡号|单号|验证码|密码|工号|邮编|口令|取件码|车牌)"
        r"(?:是|为|：|:)?\s*(?P<said>\d{3,12})(?!\d)",
        _said_digits,
    ),
    # Days
    rule(r"(?<!\d)(\d{4})\s?年?\s?[-–—~～−至]\s?(\d{4})(?=\s?(?:年|学年))", _years),
    rule(
        r"(?<!\d)(?P<said>\d{4})(?=\s?(?:年" + _NO_YEARS + "|学年|财年)|级|届)",
        lambda m: chinese_digits(m[0]),
    ),
    rule(r"(?<!\d)(?P<said>\d{2})(?=\s?年" + _NO_YEARS + ")", _short_year),
    rule(
        r"(?:于|在|截至|截止|日期|时间|自|从|到|至)[:：]?\s?(?P<said>(?P<month>\d{1,2})/(?P<day>\d{1,2}))(?![\d/])",
        _day,
    ),
    rule(r"(?<![\d/])(?P<said>(?P<month>\d{1,2})/(?P<day>\d{1,2}))(?=\s?[（(]?(?:周|星期))", _day),
    rule(
        r"(?P<said>(?<=周)[1-7])(?![\d-])|(?<=星期)[1-6](?!\d)", lambda m: chinese_number(int(m[0]))
    ),
    rule(r"(?<!\d)(\d{1,2})·(\d{1,2})(?!\d)", _festival),
    # Times
    rule(rf"(?<![\d:：]){_CLOCK_FACE}\s?[-–—~～至到]\s?{_CLOCK_FACE}(?![\d:：])", _times),
    rule(rf"(?<![\d:：]){_CLOCK_FACE}(?![\d:：])", _time),
    rule(_AFTER_HALF_DAY + r"(\d{1,2})\.([0-5]\d)[-–—~～至到](\d{1,2})\.([0-5]\d)(?!\d)", _times),
    rule(_AFTER_HALF_DAY + r"(\d{1,2})\.([0-5]\d)(?!\d)", _time),
    rule(rf"{BEFORE_NUMBER}(\d{{1,3}})[:：](\d{{1,3}})(?![\d:：])", _ratio),
    # Money
    rule(r"([£$€¥￥])\s?" + DECIMAL + DASH + r"[£$€¥￥]?" + DECIMAL, _price_range),
    rule(r"([£$€¥￥])\s?" + DECIMAL + r"\s?(?P<scale>[万亿千]?)", _price),
    rule(BEFORE_NUMBER + r"(\d+\.\d*0)(?=\s?元)", lambda m: _amount(m[1])),
    rule(
        r"(?<=[元块镑点\d人次])\s?/\s?(" + "|".join(sorted(_EACH, key=len, reverse=True)) + ")",
        lambda m: _EACH[m[1]],
    ),
    rule(r"(?<!\d)(\d)\.(\d)(?=折)", lambda m: chinese_digits(m[1] + m[2])),
    # Shares and measures
    rule(
        BEFORE_NUMBER + DECIMAL + r"\s?[%％]?" + DASH + DECIMAL + r"\s?[%％]",
        lambda m: f"百分之{chinese_decimal(m[1])}到百分之{chinese_decimal(m[2])}",
    ),
    rule(BEFORE_NUMBER + DECIMAL + r"\s?[%％]", lambda m: "百分之" + chinese_decimal(m[1])),
    rule(r"第(?P<said>(\d+)/(\d+)\s?页)", lambda m: _page_of(m[2], m[3])),
    rule(r"(?<![\d/.])(\d{1,3})/(\d{1,3})(?![\d/])", _fraction),
    rule(r"(\d*)\s?([½⅓⅔¼¾⅛])", _mixed),
    rule(rf"(?<![\w])[-−]{DECIMAL}(?=\s?(?:℃|°C|度))", _minus),
    rule(r"(?<![\w\d])[-−](\d)(?=[楼层])", lambda m: "负" + chinese_number(int(m[1]))),
    rule(r"\bB(\d)(?=[楼层])", lambda m: "负" + chinese_number(int(m[1]))),
    rule(rf"(?<=[\d½])(?P<said>\s?(?P<unit>{_UNIT}))(?![A-Za-z\d²])", lambda m: _UNITS[m["unit"]]),
    rule(r"(?<=[\dA-Za-z克升米斤])\s?[xX×*]\s?(?=\d)", "乘"),
    # Places
    rule(r"(?<![\d-])(?P<said>\d{1,4}(?:-\d{1,4}){2,3})(?![\d-])", _block_and_flat),
    rule(r"(?<![\d-])(?P<said>\d{1,3}-\d{3,4})(?=\s?[室房号户])", _block_and_flat),
    rule(
        r"(?<![\dA-Za-z.,])(\d{3,4})(?=\s?[室房路])(?!\s?路[人灯])",
        lambda m: chinese_telephone(m[1]),
    ),
    rule(r"(?:单元|楼|栋|座)(?P<said>\d{3,4})(?!\d|\s?[元人户%.])", _said_digits),
    rule(r"(?<![A-Za-z\d])(\d{1,2})F(?![A-Za-z\d])", lambda m: chinese_number(int(m[1])) + "楼"),
    rule(r"\bNo\.?\s?(\d+)", lambda m: chinese_number(int(m[1][:15])) + "号", re.IGNORECASE),
    # Ranges
    rule(BEFORE_NUMBER + r"(\d+)" + r"\s?[-–—~～−]\s?" + r"(\d+)(?![\d-])", _range),
    rule(
        r"(?<=[\d日号月年点分时天楼层岁元度℃%室一二三四五六日天])\s?[-–—~～]\s?(?=[\d上下早晚次翌周星]|十?[一二三四五六七八九十][月日号点时]|[一二三四五六日天])",
        "到",
    ),
    rule(r"(?<![\w])[~～≈]\s?(?=[\d一二三四五六七八九十])", "约"),
    rule(r"(?<=[\d岁])\s?[+＋](?![\d])", "以上"),
    rule(
        r"(?<=[\u4e00-\u9fff])(?<![的了吧呢啊哦吗呀哈好])\s?[～~]\s?(?=[\u4e00-\u9fff])",
        "到",
    ),
    # Numbers
    rule(r"(?<!\d)[5-9]0(?=后(?![的，。天]))", lambda m: chinese_digits(m[0])),
    rule(rf"(?<![\d.第,，/A-Za-z-])2(?=\s?(?:{_COUNTED}))", "两"),
    rule(
        rf"(?:(?<=[A-Za-z])|(?<=[A-Za-z]-))\d+|\d+(?=[A-Za-z])(?!(?:{_UNIT})(?![A-Za-z\d²]))",
        lambda m: chinese_digits(m[0]),
    ),
    rule(r"(?<!\d)0\d+(?![\d.])", lambda m: chinese_digits(m[0])),
    rule(BEFORE_NUMBER + DECIMAL, lambda m: chinese_decimal(m[1])),
    rule(r"(?<=[\u4e00-\u9fff])\s?&\s?(?=[\u4e00-\u9fff])", "和"),
    rule(r"(?<=[\u4e00-\u9fff])/(?=[\u4e00-\u9fff])", "、"),
    rule(r"#\s?(?=\d)", ""),
    (ORNAMENT, lambda match: " "),
    pause_rule("，", "，。；：！？、,.;:!?"),
)
