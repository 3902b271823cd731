# Усё, што праграма кажа людзям, па-беларуску (афіцыйны правапіс). Тыя ж паведамленні і зменныя, што ў en.ftl.
# { $event }, { $title }, { $person } устаўляюцца ў назоўным склоне: таму двукроп'і.

# ── Крокі падліку ──
step-starts = адлік ад падзеі: { $event }
step-silent = сувязі няма даўжэй за ўмоўлены тэрмін
step-not-served = дзень уручэння не ўнесены: тэрмін падлічаны з дня самога рашэння, раней ён пачацца не можа
step-some-time-until = дакладная дата падзеі невядомая, апошні магчымы дзень: { $last }
step-day-excluded = дзень падзеі не ўлічваецца: першы дзень тэрміну — наступны
step-day-included = дзень падзеі лічыцца першым днём тэрміну
step-from-moment = падлічваецца з моманту: { $at }
step-time-unknown = час падзеі не ўнесены: магчымая любая гадзіна гэтага дня
step-counted = { $term }
step-day-before = калі першы дзень улічваецца, тэрмін заканчваецца напярэдадні адпаведнага чысла ({ $of })
step-no-such-date = у гэтым месяцы няма { $number }-га чысла
step-rolled = { $from }: непрацоўны дзень ({ $calendar }), тэрмін перанесены на бліжэйшы працоўны
step-not-rolled = наколькі вядома, дзень непрацоўны, але святы і працоўныя выхадныя ніхто не правяраў: пакінута асцярожная дата
step-maybe-closed = { $day }: магчыма, непрацоўны дзень
step-beyond-calendar = каляндар { $calendar } не ахоплівае гэты дзень (мяжа: { $until }): святы невядомыя
step-weekends-only = для гэтага месца вядомыя толькі суботы і нядзелі: святы і працоўныя выхадныя невядомыя
step-provisional = каляндар { $calendar } на гэты год яшчэ можа змяніцца
step-ends-at = тэрмін заканчваецца ў { $at } ({ $zone }), а не ў 24:00
step-stated = дата пазначана ў самім рашэнні або лісце
step-ordered-term = тэрмін устаноўлены самім рашэннем
step-stands-still = з гэтага дня цячэнне тэрміну прыпынена: позняя дата наступіць пазней за паказаную
step-stopped = цячэнне тэрміну прыпынялася на { $days ->
    [one] { $days } дзень
    [few] { $days } дні
    [many] { $days } дзён
   *[other] { $days } дня
}

side-earliest = ранні падлік
side-latest = позні падлік

# ── Працягласць ──
term-hours = { $count ->
    [one] { $count } гадзіна
    [few] { $count } гадзіны
    [many] { $count } гадзін
   *[other] { $count } гадзіны
}
term-days = { $count ->
    [one] { $count } дзень
    [few] { $count } дні
    [many] { $count } дзён
   *[other] { $count } дня
}
term-working-days = { $count ->
    [one] { $count } працоўны дзень
    [few] { $count } працоўныя дні
    [many] { $count } працоўных дзён
   *[other] { $count } працоўнага дня
}
term-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяцы
    [many] { $count } месяцаў
   *[other] { $count } месяца
}
term-years = { $count ->
    [one] { $count } год
    [few] { $count } гады
    [many] { $count } гадоў
   *[other] { $count } года
}
term-minutes = { $count ->
    [one] { $count } хвіліна
    [few] { $count } хвіліны
    [many] { $count } хвілін
   *[other] { $count } хвіліны
}
short-hours = { $count } гадз
short-minutes = { $count } хв
term-before = за { $term } да падзеі
term-and = { $first } { $second }

# ── Віды тэрмінаў; хто павінен дзейнічаць ──
duty-file-by = падаць да
duty-act-by = зрабіць да
duty-release-by = вызваліць да
duty-leave-by = выехаць да
duty-lapses = дзейнічае да
duty-opens = магчыма з
whose-defence = абарона
whose-person = сама асоба
whose-state = дзяржава
whose-court = суд
whose-body = міжнародны орган
severity-critical = КРЫТЫЧНА ВАЖНА
severity-high = важна
severity-normal = для ведама
confidence-high = зверана з тэкстам закона
confidence-medium = сустрэта адзін раз або ў другаснай крыніцы: патрэбна праверка
confidence-low = ненадзейная крыніца: праверце, перш чым спадзявацца
level-none = няма
level-watch = пад назіраннем
level-elevated = павышаная
level-high = ВЫСОКАЯ
level-imminent = КРЫТЫЧНАЯ

# ── Даты ──
weekday-1 = Пн
weekday-2 = Аў
weekday-3 = Ср
weekday-4 = Чц
weekday-5 = Пт
weekday-6 = Сб
weekday-7 = Нд
moment = { $weekday } { $day } { $time } ({ $zone })
day = { $weekday } { $day }
your-time = { $moment } па вашым часе

# ── Паведамленні: тэмы павінна хапіць на заблакаваным экране ──
subject-reminder = { $case }: застаецца { $left }: { $title }, да { $moment }
subject-reminder-release = { $case }: { $left } да канца тэрміну варты: { $title }, { $moment }
subject-reminder-lapses = { $case }: { $left } да канца абароны: { $title }, { $moment }
subject-reminder-opens = { $case }: магчыма праз { $left }: { $title }, з { $moment }
subject-reminder-leave = { $case }: застаецца { $left } на выезд: { $title }, да { $moment }
subject-lapsed-earlier = { $case }: ранні тэрмін СКОНЧЫЎСЯ: { $title }; позні скончыцца { $moment }
subject-lapsed = { $case }: тэрмін СКОНЧЫЎСЯ: { $title }, { $moment }
subject-lapsed-release = { $case }: тэрмін варты СКОНЧЫЎСЯ, патрабуйце вызвалення: { $title }, { $moment }
subject-found-lapsed = { $case }: { $count ->
    [one] { $count } тэрмін скончыўся яшчэ да таго, як пра гэта даведаліся
    [few] { $count } тэрміны скончыліся яшчэ да таго, як пра гэта даведаліся
    [many] { $count } тэрмінаў скончыліся яшчэ да таго, як пра гэта даведаліся
   *[other] { $count } тэрміну скончыліся яшчэ да таго, як пра гэта даведаліся
}
subject-changed = { $case }: дата ЗМЕНЕНА: { $title }: цяпер { $moment }, была { $old }
subject-struck = { $case }: больш не прызначана: { $title }, было { $old }
subject-overtaken = { $case }: РАНЕЙ, часткова ўжо няправільна: { $subject }
subject-withdrawn = { $case }: тэрмін больш не ідзе: { $title } (было { $old })
subject-withdrawn-many = { $case }: { $count ->
    [one] { $count } тэрмін больш не ідзе
    [few] { $count } тэрміны больш не ідуць
    [many] { $count } тэрмінаў больш не ідуць
   *[other] { $count } тэрміну больш не ідуць
}
line-no-longer-running = Больш не ідуць
subject-ended = { $case }: справа СКОНЧАНА ({ $cause }): { $count ->
    [0] больш нічога не адсочваецца
    [one] больш не ідзе { $count } тэрмін
    [few] больш не ідуць { $count } тэрміны
    [many] больш не ідуць { $count } тэрмінаў
   *[other] больш не ідуць { $count } тэрміна
}
line-ended = З гэтага моманту пра гэтую справу нікому не напамінаюць: ні пра тэрміны, ні пра небяспеку перадачы.
line-ended-check = Зверце з дакументамі. Калі ўнесена памылкова, тэрміны яшчэ ідуць, і ніхто пра гэта не скажа: адразу дамажыцеся выпраўлення. Калі чалавека зноў затрымалі, ён прапаў або яму зноў пагражае перадача, унясіце гэта: тым самым справа працягнецца.
line-ended-by-status = у файле пазначана, што справа закрыта
line-withdrawn-item = { $title } (было: { $old }). { $cause }
subject-risk = { $case }: рызыка перадачы { $level }: { $reason }
subject-risk-lesser = { $case }: рызыка перадачы ранейшая: { $level }; новае: { $reason }
subject-risk-down = { $case }: рызыка перадачы знізілася: { $level } (была { $old })
subject-risk-down-new = { $case }: рызыка перадачы знізілася: { $level } (была { $old }); новае: { $reason }
subject-digest = Сёння і ў бліжэйшыя 7 дзён: { $count ->
    [0] тэрмінаў няма
    [one] { $count } тэрмін
    [few] { $count } тэрміны
    [many] { $count } тэрмінаў
   *[other] { $count } тэрміну
}
subject-test = ПРАВЕРКА: паведамленні staywatch да вас даходзяць
subject-system = staywatch: { $what }

subject-opened = { $case }: ужо магчыма: { $title }, з { $moment }
subject-entry = { $case }: { $count ->
    [one] { $count } новы тэрмін: { $first }
    [few] { $count } новыя тэрміны, найбліжэйшы: { $first }
    [many] { $count } новых тэрмінаў, найбліжэйшы: { $first }
   *[other] { $count } новага тэрміну, найбліжэйшы: { $first }
}
subject-again = { $case }: зроблена? Застаецца { $left }: { $title }, да { $moment }
subject-unanswered = { $case }: НІХТО НЕ ПАЦВЕРДЗІЎ, застаецца { $left }: { $title }, да { $moment }
subject-unanswered-many = { $case }: НІХТО НЕ ПАЦВЕРДЗІЎ { $count ->
    [one] { $count } тэрмін: { $first }
    [few] { $count } тэрміны, бліжэйшы: { $first }
    [many] { $count } тэрмінаў, бліжэйшы: { $first }
   *[other] { $count } тэрміну, бліжэйшы: { $first }
}
subject-unanswered-risk = { $case }: НІХТО НЕ ПАЦВЕРДЗІЎ: рызыка перадачы { $level }: { $reason }
line-held = { $who } займаецца гэтым з { $moment }.
line-again = Прайшла палова часу, які тады заставаўся, а пазнакі пра тое, што гэта зроблена, няма. Калі зроблена — унясіце. Калі не — пацвердзіце яшчэ раз або скажыце, што гэтым мусіць заняцца нехта іншы.
line-unanswered = Каманду спыталі { $moment }, ніхто не пацвердзіў. Займіцеся гэтым самі або дабіцеся, каб заняўся нехта іншы, і пацвердзіце.
line-unanswered-last = Гэта апошні выклік: яго атрымліваюць усе ўдзельнікі справы і адміністратары.
line-answer-code = Каб пацвердзіць, што вы гэтым займаецеся, напішыце боту /ack { $code } або перадайце код { $code } любому каардынатару.
line-answer-link = Каб пацвердзіць, што вы гэтым займаецеся, адкрыйце { $link }
line-edit-taken = { $who } займаецца гэтым з { $moment }
line-edit-snoozed = { $who } просіць нагадаць { $moment }
button-ack = Бяру на сябе
button-later = Пазней (не больш за 4 гадз)
button-case = Справа
button-todo = Што рабіць
who-lawyer = Адвакат
who-coordinator = Каардынатар
who-admin = Адміністратар
who-advocacy = Нехта з адвакацыі
who-chat = Нехта з агульнага чата
line-lapsed-other = Тэрмін скончыўся пры любым падліку.
line-already-over = Ужо скончыліся
line-deadline-defence = Дзейнічайце не пазней за { $moment }.
line-deadline-opens = Магчыма з { $moment }.
line-two-readings-opens = Два падлікі: магчыма з { $earliest } (зыходзьце з гэтага) або з { $latest }.
line-deadline-other = Заканчваецца { $moment }.
line-your-time = Па вашым часе: { $moment }.
line-two-readings = Два варыянты падліку: { $earliest } (асцярожны, дзейнічайце да гэтага тэрміну) і { $latest }.
line-two-readings-state = Два варыянты падліку: { $earliest } і { $latest }. Сцвярджаць, што дзяржава прапусціла тэрмін, можна толькі пасля другога.
line-whose = Хто павінен дзейнічаць: { $whose } ({ $severity }).
line-basis = Падстава: { $cite } ({ $confidence })
line-source = Дзе прачытаць: { $source }
line-why = Чаму гэтая дата
line-what-to-do = Што рабіць: { $advice }
line-late = Паведамленне адпраўлена са спазненнем: { $late }. Праграма не працавала, або факт не быў унесены.
line-sent-late = Напісана { $moment }, адпраўлена са спазненнем: { $late }. Ніжэй час, што застаецца, указаны на той момант.
line-repeat = Магчыма, гэта паўтор: невядома, ці дайшла папярэдняя копія.
line-overtaken = Ёсць навейшае паведамленне: пра адзін з гэтых тэрмінаў правільна тое, што сказана ў ім, а не тут.
line-told = { $count ->
    [0] Больш ніхто не апавешчаны.
    [one] Акрамя вас апавешчаны яшчэ { $count } чалавек.
    [few] Акрамя вас апавешчаны яшчэ { $count } чалавекі.
    [many] Акрамя вас апавешчаны яшчэ { $count } чалавек.
   *[other] Акрамя вас апавешчаны яшчэ { $count } чалавека.
}
line-old = Было: { $old }
line-new = Стала: { $new }
line-cause-changed = Прычына: зменены факт, правіла або каляндар. Адпраўленае раней больш не дзейнічае.
line-cause-withdrawn = Прычына: { $event }. Адпраўленае раней больш не дзейнічае.
line-entered = Што ўнесена
line-entered-item = { $event }: { $day }
subject-undated = { $case }: { $count ->
    [one] { $count } тэрмін ідзе БЕЗ ДАТЫ: { $title }
    [few] { $count } тэрміны ідуць БЕЗ ДАТЫ, першы: { $title }
    [many] { $count } тэрмінаў ідзе БЕЗ ДАТЫ, першы: { $title }
   *[other] { $count } тэрміну ідзе БЕЗ ДАТЫ, першы: { $title }
}
subject-uncounted = { $case }: ТЭРМІН НЕ ЛІЧЫЦЦА, палічыце ўручную: { $event }
line-uncounted = Праграме невядомы тэрмін, які ідзе ад гэтага рашэння: у запісаным праве гэтай краіны яго няма. Гэта не значыць, што тэрміну няма. Напамінаў не будзе. Няхай мясцовы адвакат палічыць яго сёння; за гэтай датай сачыце самі.
line-uncounted-list = Рашэнні, тэрмін па якіх не запісаны
line-undated = Тэрмін ідзе, але яго канец падлічыць не ўдалося. Напамінаў пра яго не будзе. Палічыце яго сёння ўручную, няхай дату праверыць другі чалавек, і запішыце яе там, дзе своечасова ўбачыце.
line-undated-list = Тэрміны без даты
line-undated-item = { $title } (ад падзеі «{ $event }»): дату падлічыць не ўдалося: { $why }
line-digest-undated-item = { $case }: { $title }: дату падлічыць не ўдалося: { $why }
undated-no-such-day = у месяцы { $month } няма чысла { $day }, а што тады, вядомыя тут нормы не кажуць
undated-other = гл. правіла { $rule } у staywatch explain
line-entry-check = Няхай гэтыя даты зверыць з дакументамі другі чалавек, перш чым хто-небудзь пакладзецца на тое, што з іх вынікае.
line-met = Зроблена ў тэрмін, больш пра гэта не нагадваем
line-met-item = { $title } (тэрмін быў: { $moment })
line-met-check = Зверце з дакументамі. Калі ўнесена памылкова, тэрмін яшчэ ідзе, а напаміны спыніліся: адразу дамажыцеся выпраўлення. Калі ўсё правільна, пацвердзіце, што праверылі.
subject-met = { $case }: унесена як зробленае, праверце: { $title }
subject-met-many = { $case }: { $count ->
    [one] унесены як вытрыманы { $count } тэрмін, праверце
    [few] унесены як вытрыманыя { $count } тэрміны, праверце
    [many] унесены як вытрыманыя { $count } тэрмінаў, праверце
   *[other] унесены як вытрыманыя { $count } тэрміну, праверце
}
line-cause-gone = Прычына: факта або правіла, на якіх грунтаваўся тэрмін, больш няма ў запісах.
line-opened = З гэтага моманту гэта магчыма.
line-lapsed-defence = Паводле абодвух варыянтаў падліку тэрмін скончыўся. Неадкладна хадайнічайце аб аднаўленні тэрміну і праверце наступны сродак абароны.
line-lapsed-earlier = Паводле больш строгага падліку тэрмін скончыўся, паводле другога яшчэ ідзе. Дзейнічайце цяпер і адстойвайце пазнейшы падлік.
line-lapsed-state = Паводле абодвух варыянтаў падліку дзяржава прапусціла тэрмін. Заканчэнне тэрміну таксама небяспечнае: часта адбываецца паўторнае затрыманне на выхадзе.
line-lapsed-state-earlier = Паводле аднаго падліку тэрмін скончыўся, паводле другога ідзе да { $moment }. Заканчэнне тэрміну таксама небяспечнае: часта адбываецца паўторнае затрыманне на выхадзе.
line-found-lapsed = Гэтыя тэрміны скончыліся да таго, як пра іх стала вядома. Хадайнічайце аб аднаўленні там, дзе закон гэта дапускае, і праверце, якія тэрміны яшчэ ідуць.
line-still-running = Яшчэ ідуць
line-nothing-running = Праграме не вядомы ніводзін тэрмін, які яшчэ ідзе.
line-open-item = { $title }: магчыма з { $moment }
line-later-only = Паводле больш строгага прачытання тэрмін ужо прайшоў ({ $moment }). Паводле другога яго яшчэ можна выканаць.
line-deadline-item = { $moment }: { $title } (застаецца { $left })
line-deadline-item-case = { $case }: { $moment }: { $title } (застаецца { $left })
line-lapsed-item = { $moment }: { $title }
line-digest-today = У бліжэйшыя 24 гадзіны
line-digest-week = У бліжэйшыя 7 дзён
line-digest-none = У бліжэйшыя 7 дзён тэрмінаў няма.
line-digest-risk = Рызыка перадачы
line-digest-risk-item = { $case }: { $level }: { $reason }
line-digest-waits = Ніхто не пацвердзіў
line-digest-waits-item = { $case }: { $title }, да { $moment }
line-digest-waits-level = { $case }: рызыка перадачы
line-digest-absence = Гэтае паведамленне прыходзіць кожную раніцу. Калі яно не прыйшло, staywatch не працуе: звярніцеся да адміністратара.
line-digest-ledger = Апошні запіс журнала: { $head }
line-risk-reasons = Прычыны
line-risk-new = НОВАЕ – { $reason }
line-risk-lower = Што знізіць рызыку
line-risk-precedent = Так ужо было: { $codes }
line-risk-reason-item = { $reason }
line-risk-since = { $reason } (з { $moment })
line-windows = Тэрміновыя звароты
line-window-open = { $body }: прымае да { $closes }, застаецца { $left }
line-window-shut = { $body }: зараз не прымае; прыём з { $opens } да { $closes }
line-window-doubtful = у гэты дзень прыёму можа не быць
line-window-holds = У звароце назавіце: дату і час перадачы, месца ўтрымання, краіну прызначэння, нумар справы
line-next-terms = Тэрміны, якія яшчэ ідуць
line-listed = Прызначана
line-moved = Раней паведамленыя дні больш не дзейнічаюць
line-moved-item = { $title }: цяпер { $moment }, было { $old }
line-struck-item = { $title }: больш не значыцца (было { $old })
line-test = Гэта праверка. Сапраўднае паведамленне будзе выглядаць гэтак жа. Рабіць нічога не трэба.
line-test-channel = Адпраўлена вам як адрасату: { $person }.
line-system-config-broken = Апошнюю праўку канфігурацыі ўжыць нельга. Працягвае дзейнічаць апошняя спраўная канфігурацыя. Што было набрана, тут не паўтараецца: гэта пакажа staywatch check.
line-system-config-mended = Канфігурацыя зноў у парадку.
line-system-started = staywatch зноў працуе. Перапынак: { $why }. Усё, што трэба было адправіць за гэты час, адпраўляецца цяпер.
line-unsealed = Гэты ліст не зашыфраваны: ваш ключ выкарыстаць нельга. Адміністратары пра гэта ведаюць. Таму тут толькі код, тэрмін і час, што застаўся.
line-system-key-unusable = Лісты для { $person } адпраўляюцца незашыфраванымі, у іх толькі код, тэрмін і час, што застаўся. Прычына: { $why }. Папрасіце новы ключ, пакладзіце яго на месца ранейшага файла і запусціце `staywatch check`.
line-system-undelivered = Паведамленне адхілена, паўторных спроб па гэтым адрасе не будзе. Адрасат: { $person }. Канал: { $channel }. Прычына: { $why }
line-system-undelivered-yet = Паведамленне пакуль не дастаўлена, спробы працягваюцца, пакуль не выйдзе яго тэрмін. Адрасат: { $person }. Канал: { $channel }. Прычына: { $why }
line-system-cannot-record = Запіс у сховішча немагчымы: { $why }. Апавяшчэнні адпраўляюцца, але нічога не захоўваецца.
line-system-case-gone = Файла справы { $case } больш няма. Тэрміны па ёй не лічацца. Калі гэта памылка, вярніце файл.
line-system-case-gone-team = Файла справы { $case } больш няма. З гэтага моманту пра гэтую справу нікому не напамінаюць: ні пра тэрміны, ні пра небяспеку перадачы. Тэрміны яшчэ ідуць, і ніхто пра гэта не скажа. Калі вы не ведаеце, чаму яго прыбралі, адразу папрасіце таго, хто вядзе staywatch, вярнуць яго.
line-system-purged = Закрытыя справы, тэрмін захоўвання якіх скончыўся, сцёрты з базы, як загадвае [retention]. Іх файлы не кранутыя: выдаліце тыя, што яшчэ ляжаць. Запісы названыя ў журнале, без кодаў спраў.
line-system-adopted = Цяпер вядомы Telegram для { $person }. Упішыце гэты радок у people.toml замест telegram = "invited": { $line }
line-system-strangers = Учора боту { $chats ->
    [one] пісаў { $chats } невядомы чат
    [few] пісалі { $chats } невядомыя чаты
    [many] пісалі { $chats } невядомых чатаў
   *[other] пісалі { $chats } невядомага чата
}, усяго { $messages ->
    [one] { $messages } раз
    [few] { $messages } разы
    [many] { $messages } разоў
   *[other] { $messages } раза
}. Адказу ніхто не атрымаў. Калі гэта шмат, завядзіце новага бота і нікому не называйце ягонага імя.
what-purged = закрытыя справы сцёрты
what-adopted = вядомы новы чат
what-strangers = боту пісалі староннія
what-case-gone = справа { $case } больш не адсочваецца
what-case-gone-team = { $case }: файла больш няма, пра гэтую справу больш нікому не напамінаюць
what-config-broken = { $count ->
    [one] у канфігурацыі { $count } памылка
    [few] у канфігурацыі { $count } памылкі
    [many] у канфігурацыі { $count } памылак
   *[other] у канфігурацыі { $count } памылкі
}
what-config-mended = канфігурацыя зноў у парадку
what-started = зноў працуе
what-key-unusable = ключ { $person } выкарыстаць нельга
what-undelivered = паведамленне не дастаўлена
what-undelivered-yet = паведамленне пакуль не дастаўлена
what-cannot-record = запіс у сховішча немагчымы
line-legal = staywatch падлічвае тэрміны і не дае юрыдычных парад. Кожную дату павінен праверыць адвакат.

# ── Зводка, замацаваная ў чаце групы ──
summary-subject = { $count ->
    [one] { $day }: { $count } справа
    [few] { $day }: { $count } справы
    [many] { $day }: { $count } спраў
   *[other] { $day }: { $count } справы
}
summary-none = Спраў, якія ідуць, няма.
summary-case = { $case }: { $level }
summary-term = { $moment }: { $title }
summary-term-passed = ранняя дата ПРАЙШЛА, позняя { $moment }: { $title }
summary-undated = { $title }: дату падлічыць не ўдалося: { $why }
summary-no-term = Тэрмінаў, якіх павінна прытрымлівацца абарона, няма.
summary-nobody = НІХТО НЕ ПАЦВЕРДЗІЎ
summary-more = { $count ->
    [one] Яшчэ { $count } справа: /risk
    [few] Яшчэ { $count } справы: /risk
    [many] Яшчэ { $count } спраў: /risk
   *[other] Яшчэ { $count } справы: /risk
}
summary-alive = Абнаўляецца сама. Дзень уверсе мяняецца кожную ноч; калі ён не сённяшні, тэлефануйце адміністратару. Астатняе: /case КОД.
summary-ended = Гэтая зводка больш не вядзецца. Спытайце /due і /risk.
summary-repeat = Магчыма, гэта паўтор: калі вышэй ёсць іншая зводка, яна больш не абнаўляецца. Абнаўляецца гэтая.

# ── Запісы ў календары ──
calendar-name = { $name }: тэрміны
calendar-met = Унесена як зробленае. Запіс можна выдаліць.
calendar-summary = { $case }: { $title }
calendar-gone = Гэты тэрмін больш не ідзе. Запіс можна выдаліць.

# ── Бот ──
bot-help-subject = staywatch: пра што можна запытаць тут
bot-help = Каманды
bot-help-help = /help: гэты спіс
bot-help-due = /due: тэрміны на сёння і на тыдзень
bot-help-case = /case КОД: наколькі блізкая перадача і чаму; якія тэрміны ідуць
bot-help-risk = /risk: наколькі блізкая перадача ў кожнай вашай справе
bot-help-ack = /ack КОД: што ў справе чакае адказу, з кнопкай «Бяру на сябе»; або код з ліста
bot-help-who = /who КОД: колькі чалавек атрымліваюць паведамленні
bot-help-signal = /signal КОД: паведаміць, што перадача можа быць блізкай; даведаецца ўся каманда
bot-help-contact = /contact КОД: паведаміць, што чалавека бачылі або з ім гаварылі тыя, каму можна верыць
bot-unknown = Такой каманды няма.
bot-see-help = Спіс каманд: /help
bot-did-you-mean = Магчыма, вы мелі на ўвазе { $near }?
bot-code-missing = Дадайце код справы: /{ $command } КОД
bot-no-case = У вас няма справы з кодам { $typed }.
bot-your-cases = Вашы справы: { $codes }
bot-no-cases = У вас няма спраў.
bot-no-signal = Сігналу { $typed } няма.
bot-case = { $case }: рызыка перадачы: { $level }
bot-case-ended = { $case }: справа скончаная
bot-risk-list = Спачатку самая высокая
bot-risk-item = { $case }: рызыка: { $level }
bot-more = { $count ->
    [one] і яшчэ { $count } справа
    [few] і яшчэ { $count } справы
    [many] і яшчэ { $count } спраў
   *[other] і яшчэ { $count } справы
}
bot-who = { $case }: хто атрымлівае паведамленні
bot-who-list = У камандзе
bot-who-lawyers = адвакаты: { $count }
bot-who-coordinators = каардынатары: { $count }
bot-who-advocacy = адвакацыя: { $count }
bot-who-chats = групавыя чаты: { $count }
answer-taken = Цяпер гэта за вамі, і ўсе гэта бачаць. Нагаданні будуць прыходзіць, пакуль не ўнесена, што гэта зроблена.
answer-snoozed = Адкладзена: нагадаем { $moment }.
answer-already = { $who } займаецца гэтым з { $moment }. Нічога не зменена.
answer-unknown = На гэта больш нельга адказаць. Нічога не зроблена. Што чакае адказу, пакажа /ack з кодам справы.
answer-not-yours = За гэтую справу адказваеце не вы. Нічога не зроблена.
answer-over = Тут больш няма чаго рабіць: гэта выканана, скончылася, або ёсць навейшае паведамленне.
answer-no-snooze = Адкласці нельга: засталося занадта мала часу.
bot-ack = { $case }: чым нехта мусіць заняцца
bot-ack-list = Адкрыта
bot-ack-nothing = { $case }: нішто не чакае адказу.
bot-ack-level = рызыка перадачы { $level }
bot-ack-nobody = НІХТО не пацвердзіў
bot-ack-has = { $who } займаецца гэтым з { $moment }
bot-ack-told = { $count ->
    [one] апавешчаны { $count } чалавек
    [few] апавешчаны { $count } чалавекі
    [many] апавешчаны { $count } чалавек
   *[other] апавешчаны { $count } чалавека
}
bot-who-has = Хто чым займаецца
bot-todo = { $case }: што рабіць
bot-which-signal = { $case }: што здарылася?
bot-question = { $case }: унесці: { $what }?
bot-question-signal = «Так» адразу апавесціць усю каманду.
bot-question-contact = «Так» азначае: чалавека толькі што бачылі або з ім гаварылі тыя, каму можна верыць.
bot-yes = Так
bot-no = Не
bot-recorded = { $case }: унесена: { $what }
bot-recorded-by = Хто паведаміў: { $who }, { $moment }
bot-recorded-line = Калі гэта памылка, скажыце адміністратару: з чата ўнесенае не мяняюць.
bot-recorded-closed = У файле пазначана, што справа закрыта: НІКОМУ не паведамлена. Паведаміце камандзе самі і папрасіце адміністратара адкрыць справу.
bot-declined = { $case }: НЕ ўнесена: { $what }
bot-not-yet = { $case }: ПАКУЛЬ НЕ ўнесена: { $what }
bot-not-yet-line = Цяпер паведамленне не ўдаецца запісаць. staywatch працягвае спробы. Апавясціце каманду самі.
bot-by-lawyer = адвакат
bot-by-coordinator = каардынатар
bot-by-admin = адміністратар
bot-by-chat = гэты чат
bot-press-unknown = Гэтая кнопка больш не дзейнічае. Нічога не зроблена. Дашліце каманду яшчэ раз.
bot-press-refused = Вы не вядзяце гэтую справу. Нічога не зроблена.
bot-press-done = Гэта ўжо ўнесена. Нічога не змянілася.
bot-press-declined = На гэта ўжо адказалі «Не». Нічога не змянілася. Дашліце каманду яшчэ раз.
bot-too-many = Зашмат каманд за хвіліну. Да канца хвіліны адказаў не будзе.
bot-broken = Адказаць не ўдалося. Прычыну адміністратар знойдзе ў журнале.
bot-welcome = Вітаем: цяпер гэты чат вядомы.
bot-welcome-line = Пачынаючы з наступнага, апавяшчэнні прыходзяць сюды. /help пакажа, што можна спытаць.

# ── Сігналы ──
signal-moved = пераведзены(-ая) або вывезены(-ая)
signal-told-to-pack = загадалі збіраць рэчы
signal-lawyer-turned-away = адваката не пусцілі
signal-papers-collected = збіраюць паперы для перадачы
signal-transfer-being-agreed = перадачу ўзгадняюць
signal-deportation-requested = запытана дэпартацыя
signal-other = іншая прыкмета перадачы

# ── Падзеі ──
event-arrest = затрыманне
event-custody-ordered = заключэнне пад варту
event-custody-extended = падаўжэнне тэрміну ўтрымання пад вартай
event-administrative-arrest = адміністрацыйны арышт
event-released = вызваленне
event-facility-changed = перавод у іншае месца ўтрымання
event-contact = кантакт
event-contact-lost = страта сувязі
event-request-received = паступленне запыту аб выдачы
event-extradition-granted = рашэнне аб выдачы
event-extradition-refused = адмова ў выдачы
event-extradition-appeal-filed = скарга на рашэнне аб выдачы
event-extradition-upheld = суд першай інстанцыі прызнаў выдачу законнай
event-second-appeal-filed = скарга ў суд другой інстанцыі
event-extradition-final = канчатковае рашэнне аб выдачы
event-extradition-quashed = адмена рашэння аб выдачы
event-consented = згода на выдачу
event-surrender-date-set = дата перадачы
event-hearing = судовае пасяджэнне
event-asylum-claimed = хадайніцтва аб прытулку
event-asylum-refused = адмова ў прытулку
event-asylum-appeal-filed = скарга на адмову ў прытулку
event-asylum-upheld = суд першай інстанцыі прызнаў адмову ў прытулку законнай
event-asylum-final = канчатковая адмова ў прытулку
event-protection-granted = наданне прытулку
event-expulsion-ordered = рашэнне аб высылцы
event-expulsion-appeal-filed = скарга на рашэнне аб высылцы
event-expulsion-upheld = суд першай інстанцыі прызнаў высылку законнай
event-expulsion-final = канчатковае рашэнне аб высылцы
event-expulsion-quashed = адмена рашэння аб высылцы
event-leave-ordered = прадпісанне аб выездзе
event-entry-banned = забарона на ўезд
event-residence-refused = адмова ў дазволе на пражыванне
event-residence-appeal-filed = скарга на адмову ў дазволе на пражыванне
event-measure-requested = хадайніцтва аб забеспячальнай меры
event-measure-documents-due = дакументы, запытаныя міжнародным органам
event-measure-granted = забеспячальная мера
event-measure-extended = падаўжэнне забеспячальнай меры
event-measure-refused = адмова ў забеспячальнай меры
event-measure-lifted = адмена забеспячальнай меры
event-measure-acknowledged = дзяржава пацвердзіла, што ведае пра меру
event-measure-breached = парушэнне забеспячальнай меры
event-registry-letter = ліст міжнароднага органа
event-application-filed = падача скаргі ў міжнародны орган
event-application-inadmissible = прызнанне скаргі непрымальнай
event-signal = сігнал
event-disappeared = знікненне
event-abducted = выкраданне
event-surrendered = перадача дзяржаве, якая запытала выдачу
event-removed = вываз з краіны
event-left-country = выезд з краіны
event-freed = канчатковае вызваленне
event-closed = справа закрыта

# ── Утрыманне пад вартай па частках ──
custody-title = Утрыманне пад вартай
custody-criminal = варта
custody-house-arrest = хатні арышт
custody-administrative = адміністрацыйны арышт або спецустанова
custody-from-to = { $kind }: з { $first } па { $last }, { $days }
custody-since = { $kind }: з { $first } па цяперашні час, { $days }
custody-until = { $kind }: да { $last }, пачатак не ўнесены
custody-none = Звестак пра ўтрыманне пад вартай няма.
custody-at-least = { $count ->
    [one] не менш за { $count } дзень
    [few] не менш за { $count } дні
    [many] не менш за { $count } дзён
   *[other] не менш за { $count } дня
}
custody-consumed = Выкарыстана: { $days }
custody-not-counted = Адміністрацыйнае ўтрыманне, сюды не ўваходзіць: { $days }
custody-ceiling = Гранічны тэрмін: { $title }: { $moment }, { $left }
custody-next = Бліжэйшае заканчэнне: { $title }: { $moment }, { $left }
custody-no-ceiling = Гранічны тэрмін для гэтага ўтрымання невядомы.
custody-left = застаецца { $days }
custody-over = скончыўся, прайшло { $days }
custody-order = Пастанова ад { $on }: да { $until }
custody-order-open = Пастанова ад { $on }: названы ў ёй дзень не ўнесены
custody-credited = Калі ўсё ранейшае ўтрыманне залічваецца, гранічны тэрмін: { $day }.
custody-flag-order-past-ceiling = Пастанова называе дзень ПАЗНЕЙ ЗА ГРАНІЧНЫ ТЭРМІН, на { $days }: праверце і абскардзіце.
custody-flag-order-past-ceiling-maybe = Паводле больш строгага падліку пастанова выходзіць за гранічны тэрмін, найбольш на { $days }: абскардзіце паводле гэтага падліку.
custody-flag-ceiling-passed = Гранічны тэрмін СКОНЧЫЎСЯ, а вызваленне не ўнесена: патрабуйце вызвалення.
custody-flag-ceiling-passed-maybe = Паводле больш строгага падліку гранічны тэрмін скончыўся: патрабуйце вызвалення паводле гэтага падліку.
custody-flag-no-order = Пастанова пра варту не ўнесена, хоць тэрмін без яе скончыўся { $day }: знайдзіце пастанову або патрабуйце вызвалення.
custody-flag-order-over = Апошняя ўнесеная пастанова дзейнічала да { $day }; ні падаўжэнне, ні вызваленне не ўнесены.
custody-flag-earlier-custody = Ранейшае ўтрыманне пад вартай, { $days }: можа быць залічана (Расія: ч. 12 арт. 109 КПК РФ). Гранічны тэрмін вышэй палічаны без яго.
custody-flag-gravity-missing = Цяжкасць абвінавачання не ўнесена: без яе гранічны тэрмін вызначыць нельга.

# ── Непаладкі самога staywatch: што здарылася, што рабіць і што гэта прайшло ──
what-audit = праверка знайшла, пра што не было паведамлена
what-audit-over = праверка зноў без заўваг
line-system-audit = Праверка параўнала ўсё, пра што трэба было паведаміць, з тым, пра што паведамлена, і знайшла разыходжанні. Яны выпраўлены: усё, што належыць, адпраўляецца цяпер. Прачытайце журнал і высветліце, што змяніла сховішча.
line-system-audit-over = Апошняя праверка не знайшла разыходжанняў.
audit-no-case = { $case }: за справай сочаць, але яе няма ні ў адным файле
audit-no-row = { $case }: за гэтай справай ніхто не сачыў
audit-not-looked = { $case }: прызначаны прагляд не адбыўся
audit-unsaid = { $case }: паведамленне пара было адправіць, але яно не было пастаўлена ў чаргу ({ $what })
audit-oversleeps = { $case }: наступны прагляд быў прызначаны занадта позна
audit-letter-gone = { $case }: у сховішчы не хапае лістоў: { $what }
audit-notice-gone = { $case }: лісты, пра якія ў сховішчы не засталося запісу: { $what }
audit-letter-far = лісты, адкладзеныя занадта надоўга: { $what }
audit-letter-stuck = ліст { $what } стаіць у чарзе першым, але яго ніхто не бярэ
audit-morning = { $case }: ранішні спіс не прыйшоў бы
audit-summary = { $case }: замацаваная зводка не абнавілася б
what-pin-refused = зводку групы { $group } нельга замацаваць
line-system-pin-refused = Бот не мае права замацоўваць паведамленні ў чаце { $group }, таму зводка стаіць там сярод іншых. Зрабіце бота адміністратарам чата з правам замацоўваць паведамленні: зводка замацуецца пры наступнай змене. Адказ Telegram: { $why }
what-loop-still = частка staywatch спынілася ({ $about })
what-loop-still-over = частка staywatch зноў працуе ({ $about })
line-system-loop-still = Частка «{ $about }» спынілася, без руху: { $why }. Перазапусціце staywatch: systemctl restart staywatch. Калі гэта паўторыцца, захавайце журнал: journalctl -u staywatch.
line-system-loop-still-over = Частка «{ $about }» зноў працуе.
what-backup-fails = рэзервовая копія не зроблена
what-backup-fails-over = рэзервовыя копіі зноў робяцца
line-system-backup-fails = Рэзервовая копія ў { $about } не зроблена: { $why }. Назіранне працягваецца. Вызваліце месца або выпраўце [backup], потым паспрабуйце: staywatch backup
line-system-backup-fails-over = Рэзервовая копія ў { $about } зроблена, адкрыта і праверана.
what-calendar-ends = каляндар { $about } канчаецца { $why }
what-calendar-ends-over = календара { $about } зноў хапае
line-system-calendar-ends = Справы лічацца паводле календара { $about }, а ён канчаецца { $why }. Святы пасля гэтага дня невядомыя. Дадайце ў каляндар наступны год або ўсталюйце новую версію staywatch.
line-system-calendar-ends-over = Календара { $about } зноў хапае.
what-clock-forward = гадзіннік скокнуў наперад
line-system-clock-forward = Гадзіннік гэтай машыны скокнуў наперад. Розніца: { $why }. Усё, што прыпала на гэты прамежак, адпраўляецца цяпер з указаннем спазнення. Праверце час: timedatectl
what-clock-back = гадзіннік скокнуў назад
line-system-clock-back = Гадзіннік гэтай машыны скокнуў назад. Розніца: { $why }. Двойчы праз гэта нічога не адпраўляецца, але адпраўленае раней магло прыйсці занадта рана. Праверце час: timedatectl
what-clock-slept = машына спала
line-system-clock-slept = Гэта машына спала. Колькі: { $why }. Усё, што прыпала на гэты час, адпраўляецца цяпер з указаннем спазнення. Машына, якая сочыць за тэрмінамі, спаць не павінна: systemctl mask sleep.target suspend.target hibernate.target
what-cut-off = мінулы запуск абарваўся
line-system-cut-off = Мінулы запуск абарваўся (збой, адключэнне сілкавання, прымусовае спыненне). Апошняя прыкмета працы: { $about }. Без назірання: { $why }. Што адпраўлялася ў той момант, адпраўляецца зноў з пазнакай пра паўтор.
what-disk-low = дыск амаль запоўнены
what-disk-low-over = на дыску зноў ёсць месца
line-system-disk-low = Вольна { $why } МБ: { $about }. Калі месца не застанецца, апавяшчэнні будуць адпраўляцца, але запісаць нічога не ўдасца. Вызваліце месца цяпер.
line-system-disk-low-over = Месца зноў ёсць: { $about }.
what-cannot-record-over = запіс у сховішча зноў магчымы
line-system-cannot-record-over = Запіс у сховішча зноў магчымы. Усё, што пайшло за гэты час, запісана.
line-unrecorded = Гэта не ўдалося запісаць: паведамленне можа прыйсці яшчэ раз.
what-heartbeat-fails = знешні назіральнік недаступны
what-heartbeat-fails-over = знешні назіральнік зноў даступны
line-system-heartbeat-fails = Ужо гадзіну не ўдаецца паведаміць знешняму назіральніку, што staywatch працуе: { $why }. Ён можа падняць трывогу. Праверце сетку і адрас, на які паказвае [heartbeat].
line-system-heartbeat-fails-over = Знешні назіральнік зноў ведае, што staywatch працуе.
what-certificate-ends = сертыфікат паштовага сервера дзейнічае да { $why }
what-certificate-ends-over = сертыфікат паштовага сервера абноўлены
line-system-certificate-ends = Сертыфікат сервера { $about } дзейнічае да { $why }. Пасля гэтага пошта адпраўляцца не будзе: серверу, які не можа пацвердзіць, хто ён, нічога не адпраўляецца. Абнавіце сертыфікат.
line-system-certificate-ends-over = Тэрміну дзеяння сертыфіката { $about } зноў хапае.
what-bot-deaf = ад Telegram нічога не чуваць
what-bot-deaf-over = бот зноў чуе чаты
line-system-bot-deaf = Дзесяць хвілін ад Telegram нічога не чуваць: { $why }. Каманды, кнопкі і паведамленні з чатаў не даходзяць: спытайце каардынатараў іншым шляхам і праверце злучэнне, токен і вэбхук (staywatch doctor).
line-system-bot-deaf-over = Бот зноў чуе чаты. Націснутае і паведамленае за гэты час дойдзе цяпер, калі Telegram яго захаваў.
what-bot-conflict = токен гэтага бота выкарыстоўвае іншая праграма
what-bot-conflict-over = бот зноў слухае
line-system-bot-conflict = Токен гэтага бота выкарыстоўвае іншая праграма. Гэты staywatch праз яго адпраўляе, але не слухае: каманды і кнопкі тут не дзейнічаюць. Спыніце іншую праграму і перазапусціце гэту або завядзіце асобнага бота для кожнай.
line-system-bot-conflict-over = Бот зноў слухае: каманды і кнопкі дзейнічаюць.
what-fact-ahead = { $about }: факт датаваны будучыняй
line-system-fact-ahead = У справе { $about } запісана тое, чаго яшчэ нельга ведаць. Да гэтай даты запісу для праграмы няма: тэрміны ад яго не лічацца, і ніхто не папярэджаны. Выпраўце дату; прызначанае запісваюць як kind = "hearing".
what-other-person = у { $about } не засталося ніводнага ранейшага адраса
line-system-other-person = Усе адрасы { $about } у people.toml заменены. На выпадак, калі гэта цяпер іншы чалавек: пацверджанае пад гэтым імем больш не залічваецца, каманду спытаюць зноў, а напаміны пра бягучыя тэрміны яшчэ раз пойдуць на новы адрас. Калі чалавек той самы, рабіць нічога не трэба. Для іншага чалавека завядзіце іншае імя.
what-edit-drops = праўка скасоўвае напаміны
line-system-edit-drops = Гэта праўка дзейнічае і скасоўвае напаміны, якія людзі атрымалі б. Калі так не задумана, выпраўце файлы.
what-edit-waits = праўка чакае пацвярджэння
what-edit-waits-over = правак, якія чакаюць пацвярджэння, больш няма
line-system-edit-waits = Гэта праўка скасавала б напаміны, якія людзі атрымалі б. Пакуль яе не пацвердзяць, гэтыя файлы дзейнічаюць у ранейшым выглядзе. Паглядзець: staywatch plan. Пацвердзіць: staywatch plan --accept
line-system-edit-waits-over = Усе файлы дзейнічаюць у тым выглядзе, у якім ляжаць на дыску.
drop-file = файл: { $file }
drop-gone = { $case }: больш не лічыцца: { $title } (было { $old })
drop-later = { $case }: пазней: { $title }: { $old } → { $new }
drop-rungs = { $case }: менш напамінаў: { $title } ({ $what })
drop-check-in = { $case }: выхад на сувязь больш не чакаецца (было: { $old }); маўчанне трывогі не ўзніме
drop-check-in-later = { $case }: выхад на сувязь чакаецца радзей: { $old } → { $new }
drop-person = { $case }: больш не атрымлівае паведамленняў { $what }: { $title }
drop-reports = { $case }: адкліканы паведамленні, іх колькасць { $what }: унесенага больш няма ў файле
drop-case = { $case }: больш не адсочваецца
what-restored = сховішча адноўлена з рэзервовай копіі
line-system-restored = Сховішча адноўлена з рэзервовай копіі. Яе час: { $about }. Таго, што было пазней, у ёй няма: адпраўленыя з таго часу паведамленні могуць прыйсці яшчэ раз з пазнакай пра паўтор, а дадзеныя з таго часу адказы страчаны.
# ── Толькі для зашыфраваных лістоў ──
sealed-head = Справа падрабязна: гэтая частка пакідае машыну толькі ў зашыфраваным выглядзе
sealed-gravity = Катэгорыя злачынства: { $gravity ->
    [minor] невялікай цяжкасці
    [medium] сярэдняй цяжкасці
    [grave] цяжкае
   *[especially-grave] асабліва цяжкае
}
what-store-refused = сховішча не адкрываецца
line-system-store-refused = staywatch не працуе: { $why }. За тэрмінамі ніхто не сочыць. Сховішча пакінута як ёсць. Прачытайце журнал і вывад staywatch doctor; рэзервовую копію вяртае staywatch restore.

# ── Даведка, якую піша `brief`: для публічнага звароту і для сваіх. Органы прымаюць яе па-англійску ці па-руску ──

# ── Прызначэнне: што гэта за даведка, пра што просяць, што павінна быць у звароце ──
brief-title-rule39 = Даведка да хадайніцтва паводле правіла 39 (Еўрапейскі суд па правах чалавека)
brief-title-hrc = Даведка да просьбы аб часовых мерах (Камітэт па правах чалавека ААН, правіла 94)
brief-title-ced = Даведка да звароту аб тэрміновых мерах (Камітэт па гвалтоўных знікненнях ААН, арт. 30)
brief-title-public = Даведка для публічнага звароту
brief-ask-rule39 = Указаць уладам ({ $host }) на падставе правіла 39, што асобу нельга перадаваць ({ $state }), пакуль справа разглядаецца ў Судзе. Закранутае права (арт. 2, 3) і доказы непазбежнай, рэальнай рызыкі выкладае адвакат.
brief-ask-hrc = Прасіць дзяржаву ({ $host }) на падставе правіла 94 Правілаў працэдуры не перадаваць асобу ({ $state }), пакуль паведамленне разглядаецца. Закранутыя правы (арт. 6, 7 МПГПП) выкладае адвакат.
brief-ask-ced = Прасіць дзяржаву ({ $host }) на падставе арт. 30 Канвенцыі неадкладна адшукаць асобу, паведаміць, дзе яна ўтрымліваецца, і прыняць часовыя меры, каб перадачы ({ $state }) не адбылося.
brief-ask-public = Каб улады ({ $host }) не перадавалі асобу ({ $state }), паведамілі, дзе яна ўтрымліваецца, і дапусцілі адваката, якога яна выбрала.
brief-state-unknown = дзяржава, якая запытвае выдачу

# ── Раздзелы ──
brief-urgent = Чаму тэрмінова
brief-timeline = Храналогія
brief-proceedings = Разгляд спраў і іх стан
brief-open = Адкрыта цяпер
brief-lapsed = Скончылася
brief-asked = Пра што просяць
brief-holds = Што павінна быць у звароце
brief-law = На чым грунтуецца даведка

# ── Загаловак ──
brief-case = Справа
brief-host = Утрымлівае
brief-requested-by = Запытвае
brief-as-of = Паводле стану на
brief-as-of-body = { $place }, мясцовы час
brief-code-only = Даведка на ўзроўні кода: без імёнаў і без крыніц звестак. Пропускі запоўніце ад рукі, на паперы або ў зашыфраваным дакуменце.
brief-full = ЗМЯШЧАЕ ЗАЎВАГІ І КРЫНІЦЫ ЗВЕСТАК: не дасылайце поштай без шыфравання і не выкладвайце ў чаты.

# ── Чаму ──
brief-level = Рызыка перадачы: { $level }
brief-level-since = Рызыка перадачы: { $level }, з { $since }
brief-over = Паводле запісаў скончана: { $event }, { $day }. Ніжэй тое, што ўнесена.
brief-came-before = задакументавана ў справах: { $codes }
brief-more = і яшчэ { $count ->
    [one] { $count } прычына
    [few] { $count } прычыны
    [many] { $count } прычын
   *[other] { $count } прычыны
}
brief-no-reason = Унесеных прычын чакаць перадачы цяпер няма.
brief-conduct = Як { $host } выконвае часовыя меры: { $says }

# ── Храналогія ──
brief-no-facts = Нічога не ўнесена.
brief-until = да { $until }
brief-until-further-notice = да асобнага паведамлення
brief-until-proceedings = на час разгляду справы
brief-served = уручана { $day }
brief-learned = вядома абароне з { $day }
brief-note = заўвага: { $note }
brief-source = крыніца: { $source }

# ── Разгляд спраў ──
brief-track-extradition = Выдача: { $last }
brief-track-asylum = Прытулак: { $last }
brief-track-expulsion = Высылка: { $last }
brief-track-measure = Часовая мера, { $body }: { $last }
brief-track-surrender = Перадача: { $last }
brief-track-hearing = Прызначана пасяджэнне: { $last }
brief-open-to = { $body }: зварот у сувязі з дзеяннямі дзяржавы ({ $host }) у гэты дзень магчымы ({ $cite }).
brief-open-until = { $body }: зварот магчымы толькі ў сувязі з дзеяннямі дзяржавы ({ $host }) да { $day } ({ $cite }).
brief-open-no-longer = { $body }: зварот магчымы толькі ў сувязі з дзеяннямі дзяржавы ({ $host }) да { $day }, гэты дзень МІНУЎ ({ $cite }): праверце іншы орган.
brief-open-unknown = { $body }: звестак пра тое, ці магчымы зварот супраць дзяржавы ({ $host }) у гэты дзень, няма: спачатку праверце.
brief-nothing-open = Адкрытых сродкаў абароны не ўнесена.
brief-by = { $title }: да { $moment }
brief-runs-until = { $title }: дзейнічае да { $moment }
brief-possible-from = { $title }: з { $moment }
brief-elsewhere = { $place }: { $moment }
brief-ended = { $title }: скончылася { $moment }
brief-not-public = Адкрытыя сродкі абароны ў публічную даведку не ўключаюцца.

# ── Што павінна быць у звароце ──
brief-blank = ______
brief-field-removal = Дата і час перадачы
brief-field-place = Месца ўтрымання
brief-field-destination = Краіна прызначэння
brief-field-number = Нумар справы ў нацыянальным судзе
brief-field-person = Імя, дата нараджэння, грамадзянства
brief-field-contact = Кантактная асоба з тэлефонам, даступным уначы
brief-field-authority = Даверанасць, падпісаная асобай
brief-field-decisions = Копіі рашэнняў нацыянальных судоў
brief-field-risk = Рызыка, з доказамі, якія датычаць менавіта гэтай асобы
brief-field-exhausted = Выкарыстаныя сродкі абароны і чаму астатнія не спыняць перадачы
brief-field-other-body = Тое ж пытанне ў іншым міжнародным органе (так ці не)
brief-field-last-seen = Калі, дзе і хто бачыў апошні раз
brief-field-asked = Якія органы ўжо запытаныя: хто, калі, з якім адказам
brief-field-relation = Хто звяртаецца і кім прыходзіцца асобе
brief-field-consent = Згода асобы або блізкіх на публікацыю
brief-field-act = Што можа зрабіць чытач і да якога часу
brief-how-rule39 = Падавайце праз сайт Rule 39 (r39.echr.coe.int), факсам або поштай, але не электроннай поштай; на першай старонцы: «Rule 39 – Urgent» (Практычная інструкцыя пра часовыя меры). Сакратарыят прымае з панядзелка па пятніцу, 08:00–16:00 па страсбургскім часе.
brief-how-hrc = Дашліце ў секцыю петыцый у Жэневе разам з паведамленнем або раней за яго; у першым радку напішыце, што перадача непазбежная і калі.
brief-how-ced = Спачатку, дзе гэта магчыма, трэба звярнуцца ў кампетэнтныя органы (арт. 30(2)); калі асобу знойдуць, адразу паведаміце Камітэту.
brief-how-public = Без адваката не публікуйце нічога, чаго няма ў гэтай даведцы: сказанае цяпер чытаюць у дзяржаве, якая запытвае выдачу.

# ── Словы запісаў ──
stage-custody = варта
stage-extradition = выдача, першая інстанцыя
stage-extradition-final = выдача, апошняя інстанцыя
stage-expulsion = высылка
stage-asylum = прытулак
body-echr = Еўрапейскі суд па правах чалавека
body-hrc = Камітэт па правах чалавека ААН
body-cat = Камітэт супраць катаванняў ААН
body-ced = Камітэт па гвалтоўных знікненнях ААН
body-wgad = Рабочая група па адвольных затрыманнях ААН
said-moved = пераведзены
said-told-to-pack = загадалі збірацца
said-lawyer-turned-away = адваката не пусцілі
said-papers-collected = збіраюць дакументы
said-transfer-being-agreed = перадачу ўзгадняюць
said-deportation-requested = просяць пра дэпартацыю
said-other = іншае
said-unknown = месца не названае
said-house-arrest = хатні арышт
place-strasbourg = Страсбург
place-geneva = Жэнева
page-of = старонка { $page } з { $pages }

# ── Старонка спраў і малюнкі ──

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
board-later-button = Спытаць пазней (не больш за 4 гадз)
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
