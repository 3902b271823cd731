# Старонка спраў і малюнкі. Набор паведамленняў і пераменных той самы, што ў англійскім.

# ── Малюнкі ──
chart-title = Стужка часу: { $case }
chart-says = { $count ->
    [one] Цячэ { $count } тэрмін.
    [few] Цякуць { $count } тэрміны.
    [many] Цячэ { $count } тэрмінаў.
   *[other] Цячэ { $count } тэрміну.
}
chart-says-next = Бліжэйшы заканчваецца { $moment }: { $title }.
chart-says-where = Усё, што на малюнку, сказана словамі на старонцы справы.
chart-facts = Факты
chart-terms = Тэрміны
chart-custody = Утрыманне пад вартай
chart-now = цяпер, { $day }
chart-met = выкананы: { $title }
chart-lapsed = скончыўся: { $title }
chart-withdrawn = адпаў: { $title }
chart-more-facts = { $count ->
    [one] і яшчэ { $count } ранейшы факт
    [few] і яшчэ { $count } ранейшыя факты
    [many] і яшчэ { $count } ранейшых фактаў
   *[other] і яшчэ { $count } ранейшага факта
}
chart-more-terms = { $count ->
    [one] і яшчэ { $count } тэрмін
    [few] і яшчэ { $count } тэрміны
    [many] і яшчэ { $count } тэрмінаў
   *[other] і яшчэ { $count } тэрміну
}
chart-consumed = Выкарыстана { $consumed }; да мяжы ўсяго { $days }
chart-custody-title = Утрыманне пад вартай і гранічны тэрмін: { $case }

# ── Старонка спраў: агульнае ──
board-skip = Адразу да зместу
board-nav = Старонкі
board-overview = Справы
board-health = Дастаўка
board-signed-in = Уваход выкананы: { $person } ({ $role })
board-sign-out = Выйсці
board-as-of = Станам на { $moment }
board-legal = Толькі коды, без імёнаў: тое, што адкрыта на экране, бачыць і той, хто стаіць за спінай.

# ── Агляд ──
board-level-cases = { $count ->
    [one] Рызыка перадачы: { $level } ({ $count } справа)
    [few] Рызыка перадачы: { $level } ({ $count } справы)
    [many] Рызыка перадачы: { $level } ({ $count } спраў)
   *[other] Рызыка перадачы: { $level } ({ $count } справы)
}
board-ended = Скончаныя
board-no-reason = Падстаў для трывогі не ўнесена.
board-no-cases-help = Справа з’явіцца тут, калі ў яе файле вас ці вашу групу пазначаць у камандзе.
board-next = Бліжэйшыя тэрміны
board-next-caption = Тэрміны па вашых справах, якія цякуць, спачатку бліжэйшыя
board-next-of = Бліжэйшы тэрмін: { $moment }, засталося { $left }
board-left = засталося { $left }
board-more-terms-here = { $count ->
    [one] Яшчэ { $count } тэрмін — на старонках спраў.
    [few] Яшчэ { $count } тэрміны — на старонках спраў.
    [many] Яшчэ { $count } тэрмінаў — на старонках спраў.
   *[other] Яшчэ { $count } тэрміну — на старонках спраў.
}
board-wall = Абнаўляць самой, кожную хвіліну
board-wall-off = Больш не абнаўляць
role-advocacy = грамадская абарона
board-delivery-fine = Усе паведамленні, час якіх настаў, адпраўлены.
board-delivery-waits = Самае старое неадпраўленае паведамленне чакае ўжо { $left }.
board-delivery-refused = { $count ->
    [one] { $count } паведамленне адхілена, паўторных спроб не будзе.
    [few] { $count } паведамленні адхілены, паўторных спроб не будзе.
    [many] { $count } паведамленняў адхілена, паўторных спроб не будзе.
   *[other] { $count } паведамлення адхілена, паўторных спроб не будзе.
}
board-col-when = Да якога часу
board-col-case = Справа
board-col-what = Што

# ── Справа ──
board-held = Утрымлівае { $host }, запытвае { $state }
board-held-only = Утрымлівае { $host }
board-at-liberty = На волі: усё зменіць першае ж затрыманне.
board-why = Чаму такая рызыка
board-since = з { $day }
board-terms-running = Тэрміны, якія цякуць
board-terms-over = Скончаныя тэрміны
board-terms-show = { $count ->
    [one] Паказаць { $count } тэрмін
    [few] Паказаць { $count } тэрміны
    [many] Паказаць { $count } тэрмінаў
   *[other] Паказаць { $count } тэрміну
}
board-terms-done = Выкананыя і тыя, што адпалі
board-earlier = Ранейшы варыянт, дзейнічайце да яго: { $moment }
board-earlier-state = Ранейшы варыянт: { $moment }
board-later-state = Пазнейшы варыянт: { $moment }. Казаць, што дзяржава спазнілася, можна толькі пасля яго.
board-later = Пазнейшы варыянт: { $moment }
board-earlier-passed = Ранейшы варыянт ужо СКОНЧЫЎСЯ.
board-ended-by = Завершаны падзеяй: { $event }
board-how = Як атрымана гэтая дата і што рабіць
board-no-date = Паводле правіла { $rule } дату вылічыць не ўдалося: { $why }
board-timeline = Стужка часу
board-measures = Забеспячальныя меры
board-measures-caption = Стан мер па кожным органе
board-measures-none = Забеспячальныя меры не ўнесены.
board-col-body = Орган
board-col-state = Стан
board-col-since = З якога дня
board-col-host = Дзяржава, якая ўтрымлівае
board-until = да { $moment }
board-host-knows = пацвердзіла, што ведае
board-host-silent = не пацвердзіла, што ведае
board-honours-yes = выконвала такія меры
board-honours-no = такія меры НЕ выконвала
board-honours-mixed = выконвала такія меры не заўсёды
body-echr = Еўрапейскі суд па правах чалавека
body-hrc = Камітэт ААН па правах чалавека
body-cat = Камітэт ААН супраць катаванняў
body-ced = Камітэт ААН па гвалтоўных знікненнях
body-wgad = Рабочая група ААН па адвольных затрыманнях
measure-requested = запытана, адказу няма
measure-refused = адмоўлена
measure-granted = дзейнічае
measure-lapsed = СКОНЧЫЛАСЯ па тэрміне
measure-lifted = адменена
measure-breached = ПАРУШАНА дзяржавай, якая ўтрымлівае
board-told = Каму паведамлена
board-told-caption = Апошнія паведамленні па гэтай справе, спачатку новыя
board-told-none = Па гэтай справе яшчэ нікому нічога не паведамлена.
board-col-whom = Каму
board-col-sent = Стан
board-col-subject = Тэма
channel-email = пошта
channel-telegram = Тэлеграм
letter-owed = чакае адпраўкі з { $moment }
letter-sent = адпраўлена { $moment }
letter-withdrawn = не адпраўлена, гэтым ужо заняліся: { $moment }
letter-refused = АДХІЛЕНА { $moment }
board-facts = Унесеныя факты
board-facts-none = Ніводнага факта не ўнесена.

# ── Адказы ──
board-answer = Хто гэтым зоймецца?
board-take = Бяру на сябе
board-later-button = Спытаць пазней
board-waiting = Хто чым займаецца
board-waiting-none = Адказу нішто не чакае.
board-waiting-cases = Чакаюць адказу
board-has-it = { $who } займаецца гэтым з { $moment }
board-ago = { $left } таму
board-nobody-has-it = { $count ->
    [one] Ніхто не пацвердзіў. Паведамлена { $count } чалавеку.
    [few] Ніхто не пацвердзіў. Паведамлена { $count } людзям.
    [many] Ніхто не пацвердзіў. Паведамлена { $count } людзям.
   *[other] Ніхто не пацвердзіў. Паведамлена { $count } чалавека.
}
answer-over-page = Па гэтай спасылцы адказаць ужо нельга
answer-over-page-help = Яна створана не тут, або яе паведамлення больш няма. У навейшым паведамленні ёсць новая спасылка; што чакае адказу, пакажа /ack з кодам справы.
line-answer-link = Або націсніце кнопку на старонцы { $link }

# ── Бот і старонка спраў ──
bot-help-board = /board: аднаразовая спасылка на старонку спраў; толькі ў асабістым чаце
bot-board = Ваша спасылка на старонку спраў
bot-board-once = { $count ->
    [one] Дзейнічае адзін раз, на працягу { $count } хвіліны. Калі яна аказалася выкарыстанай, а вы яе не адкрывалі, скажыце адміністратару.
    [few] Дзейнічае адзін раз, на працягу { $count } хвілін. Калі яна аказалася выкарыстанай, а вы яе не адкрывалі, скажыце адміністратару.
    [many] Дзейнічае адзін раз, на працягу { $count } хвілін. Калі яна аказалася выкарыстанай, а вы яе не адкрывалі, скажыце адміністратару.
   *[other] Дзейнічае адзін раз, на працягу { $count } хвіліны. Калі яна аказалася выкарыстанай, а вы яе не адкрывалі, скажыце адміністратару.
}
bot-board-local = Адкрываецца на самой машыне або праз тунэль да яе: шлях ведае адміністратар.
bot-board-private = Спасылку на старонку спраў даю толькі ў асабістым чаце. Напішыце мне туды.
bot-board-off = Старонка спраў тут не ўключана. Яе можа ўключыць адміністратар.

# ── Дастаўка і спраўнасць ──
health-fine = staywatch працуе
health-broken = У працы staywatch непаладкі
health-loop = Цыкл «{ $name }» не рухаецца ўжо { $left }.
health-store = Сховішча не адказвае.
health-overdue = Крытычна важнае паведамленне чакае адпраўкі ўжо { $left }.
health-audit = Апошняя зверка знайшла разыходжанні або праведзена больш за гадзіну таму.
health-config = { $count ->
    [one] У канфігурацыі { $count } памылка; дзейнічае апошняя спраўная. Пакажа `staywatch check`.
    [few] У канфігурацыі { $count } памылкі; дзейнічае апошняя спраўная. Пакажа `staywatch check`.
    [many] У канфігурацыі { $count } памылак; дзейнічае апошняя спраўная. Пакажа `staywatch check`.
   *[other] У канфігурацыі { $count } памылкі; дзейнічае апошняя спраўная. Пакажа `staywatch check`.
}
health-moved = апошні рух { $left } таму
health-moves = у апошнюю хвіліну
health-loops = Цыклы
health-loops-caption = Калі кожны цыкл службы рухаўся апошні раз
health-col-loop = Цыкл
health-col-moved = Рух
loop-planning = планаванне
loop-sending = адпраўка
loop-minder = нагляд за самой праграмай
loop-auditor = зверка
loop-backups = рэзервовыя копіі
loop-heartbeat = сігнал вонкаваму назіральніку
health-letters = Паведамленні
health-letters-caption = Паведамленні па каналах і станах
health-col-owed = Чакаюць адпраўкі
health-col-sent = Адпраўлена
health-col-withdrawn = Не спатрэбіліся
health-col-refused = Адхілена
health-attempts = Спробы
health-attempts-caption = Спробы адпраўкі па выніках
health-col-outcome = Вынік
health-col-count = Колькасць
outcome-sent = адпраўлена
outcome-temporary = адкладзена, будзе паўтор
outcome-permanent = адхілена
outcome-unknown = вынік невядомы, адпраўлена зноў
outcome-moved = чат пераехаў
outcome-cut-off = перапынена, адпраўлена зноў
outcome-open = у дарозе
health-none = Паведамленняў яшчэ не было.
feed-name = staywatch: тэрміны

# ── Уваход ──
door-title = Уваход
door-how = Гэтая старонка толькі для тых, хто ўнесены ў спіс. Пароляў няма: уваход па аднаразовай спасылцы.
door-bot = Адпраўце боту каманду /board з асабістага чата.
door-command = Або папрасіце адміністратара выканаць: staywatch login ІМЯ
door-ready = Спасылка дзейнічае адзін раз, у гэтым браўзеры; уваход — не больш чым на дванаццаць гадзін.
door-button = Увайсці
door-over = Спасылка больш не дзейнічае
door-over-help = Яна ўжо выкарыстана або выдадзена больш за чвэрць гадзіны таму. Папрасіце новую.

# ── Што пайшло не так ──
error-not-found = Тут нічога няма
error-not-found-help = Адрас набраны з памылкай, справа не ваша або яе больш няма ў спісе.
error-refused = Гэта не выканана
error-refused-help = Запыт прыйшоў з іншага сайта або старонка састарэла. Адкрыйце старонку зноў і паўтарыце.
error-host = Гэта не адрас старонкі
error-host-help = Адкрыйце яе па адрасе са спасылкі. Калі ў яе іншае імя, пазначце public_url у [web].
error-broken = Старонка не змагла адказаць
error-broken-help = Паведамленні працягваюць адпраўляцца. Прычыну адміністратар знойдзе ў журнале.
error-back = Да спісу спраў
