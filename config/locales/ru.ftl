# Всё, что программа говорит людям, по-русски. Те же сообщения и переменные, что в en.ftl.
# { $event }, { $title }, { $person } вставляются в именительном падеже: поэтому двоеточия.

# ── Шаги расчёта ──
step-starts = отсчёт от события: { $event }
step-silent = связи нет дольше условленного срока
step-not-served = день вручения не внесён: срок исчислен со дня самого решения, раньше он начаться не может
step-some-time-until = точная дата события неизвестна, последний возможный день: { $last }
step-day-excluded = день события не учитывается: первый день срока — следующий
step-day-included = день события считается первым днём срока
step-from-moment = исчисляется с момента: { $at }
step-time-unknown = время события не внесено: возможен любой час этого дня
step-counted = { $term }
step-day-before = если первый день учитывается, срок истекает накануне соответствующего числа ({ $of })
step-no-such-date = в этом месяце нет { $number }-го числа
step-rolled = { $from }: нерабочий день ({ $calendar }), срок перенесён на ближайший рабочий
step-not-rolled = насколько известно, день нерабочий, но праздники и рабочие выходные никто не проверял: оставлена осторожная дата
step-maybe-closed = { $day }: возможно, нерабочий день
step-beyond-calendar = календарь { $calendar } не охватывает этот день (граница: { $until }): праздники неизвестны
step-weekends-only = для этого места известны только субботы и воскресенья: праздники и рабочие выходные неизвестны
step-provisional = календарь { $calendar } на этот год ещё может измениться
step-ends-at = срок истекает в { $at } ({ $zone }), а не в 24:00
step-stated = дата указана в самом решении или письме
step-ordered-term = срок установлен самим решением
step-stands-still = с этого дня течение срока приостановлено: поздняя дата наступит позже показанной
step-stopped = течение срока приостанавливалось на { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
}

side-earliest = раннее исчисление
side-latest = позднее исчисление

# ── Продолжительность ──
term-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
    [many] { $count } часов
   *[other] { $count } часа
}
term-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
    [many] { $count } дней
   *[other] { $count } дня
}
term-working-days = { $count ->
    [one] { $count } рабочий день
    [few] { $count } рабочих дня
    [many] { $count } рабочих дней
   *[other] { $count } рабочего дня
}
term-months = { $count ->
    [one] { $count } месяц
    [few] { $count } месяца
    [many] { $count } месяцев
   *[other] { $count } месяца
}
term-years = { $count ->
    [one] { $count } год
    [few] { $count } года
    [many] { $count } лет
   *[other] { $count } года
}
term-minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
    [many] { $count } минут
   *[other] { $count } минуты
}
short-hours = { $count } ч
short-minutes = { $count } мин
term-before = за { $term } до события
term-and = { $first } { $second }

# ── Виды сроков; кто должен действовать ──
duty-file-by = подать до
duty-act-by = сделать до
duty-release-by = освободить до
duty-leave-by = выехать до
duty-lapses = действует до
duty-opens = возможно с
whose-defence = защита
whose-person = само лицо
whose-state = государство
whose-court = суд
whose-body = международный орган
severity-critical = КРИТИЧЕСКИ ВАЖНО
severity-high = важно
severity-normal = для сведения
confidence-high = сверено с текстом закона
confidence-medium = встречено один раз или во вторичном источнике: нужна проверка
confidence-low = ненадёжный источник: проверьте, прежде чем полагаться
level-none = нет
level-watch = под наблюдением
level-elevated = повышенный
level-high = ВЫСОКИЙ
level-imminent = КРИТИЧЕСКИЙ

# ── Даты ──
weekday-1 = Пн
weekday-2 = Вт
weekday-3 = Ср
weekday-4 = Чт
weekday-5 = Пт
weekday-6 = Сб
weekday-7 = Вс
moment = { $weekday } { $day } { $time } ({ $zone })
day = { $weekday } { $day }
your-time = { $moment } по вашему времени

# ── Сообщения: темы должно хватить на заблокированном экране ──
# «Остаётся», а не «осталось»: согласуется и с «1 день», и с «5 дней».
subject-reminder = { $case }: остаётся { $left }: { $title }, до { $moment }
subject-reminder-release = { $case }: { $left } до конца срока стражи: { $title }, { $moment }
subject-reminder-lapses = { $case }: { $left } до конца защиты: { $title }, { $moment }
subject-reminder-opens = { $case }: возможно через { $left }: { $title }, с { $moment }
subject-reminder-leave = { $case }: остаётся { $left } на выезд: { $title }, до { $moment }
subject-lapsed-earlier = { $case }: ранний срок ИСТЁК: { $title }; поздний истекает { $moment }
subject-lapsed = { $case }: срок ИСТЁК: { $title }, { $moment }
subject-lapsed-release = { $case }: срок стражи ИСТЁК, требуйте освобождения: { $title }, { $moment }
subject-found-lapsed = { $case }: { $count ->
    [one] { $count } срок истёк ещё до того, как об этом узнали
    [few] { $count } срока истекли ещё до того, как об этом узнали
    [many] { $count } сроков истекли ещё до того, как об этом узнали
   *[other] { $count } срока истекли ещё до того, как об этом узнали
}
subject-changed = { $case }: дата ИЗМЕНЕНА: { $title }: теперь { $moment }, была { $old }
subject-struck = { $case }: больше не назначено: { $title }, было { $old }
subject-overtaken = { $case }: РАНЕЕ, частично уже неверно: { $subject }
subject-withdrawn = { $case }: срок больше не течёт: { $title } (было { $old })
subject-withdrawn-many = { $case }: { $count ->
    [one] { $count } срок больше не течёт
    [few] { $count } срока больше не текут
    [many] { $count } сроков больше не текут
   *[other] { $count } срока больше не текут
}
line-no-longer-running = Больше не текут
subject-ended = { $case }: дело ОКОНЧЕНО ({ $cause }): { $count ->
    [0] больше ничего не отслеживается
    [one] больше не течёт { $count } срок
    [few] больше не текут { $count } срока
    [many] больше не текут { $count } сроков
   *[other] больше не текут { $count } срока
}
line-ended = С этого момента об этом деле никому не напоминают: ни о сроках, ни об опасности передачи.
line-ended-check = Сверьте с документами. Если внесено ошибочно, сроки ещё текут, и никто об этом не скажет: сразу добейтесь исправления. Если человека снова задержали, он пропал или ему снова грозит передача, внесите это: тем самым дело продолжится.
line-ended-by-status = в файле указано, что дело закрыто
line-withdrawn-item = { $title } (было: { $old }). { $cause }
subject-risk = { $case }: риск передачи { $level }: { $reason }
subject-risk-lesser = { $case }: риск передачи прежний: { $level }; новое: { $reason }
subject-risk-down = { $case }: риск передачи снизился: { $level } (был { $old })
subject-risk-down-new = { $case }: риск передачи снизился: { $level } (был { $old }); новое: { $reason }
subject-digest = Сегодня и в ближайшие 7 дней: { $count ->
    [0] сроков нет
    [one] { $count } срок
    [few] { $count } срока
    [many] { $count } сроков
   *[other] { $count } срока
}
subject-test = ПРОВЕРКА: сообщения staywatch до вас доходят
subject-system = staywatch: { $what }

subject-opened = { $case }: уже возможно: { $title }, с { $moment }
subject-entry = { $case }: { $count ->
    [one] { $count } новый срок: { $first }
    [few] { $count } новых срока, ближайший: { $first }
    [many] { $count } новых сроков, ближайший: { $first }
   *[other] { $count } новых срока, ближайший: { $first }
}
subject-again = { $case }: сделано? Остаётся { $left }: { $title }, до { $moment }
subject-unanswered = { $case }: НИКТО НЕ ПОДТВЕРДИЛ, остаётся { $left }: { $title }, до { $moment }
subject-unanswered-many = { $case }: НИКТО НЕ ПОДТВЕРДИЛ { $count ->
    [one] { $count } срок: { $first }
    [few] { $count } срока, ближайший: { $first }
    [many] { $count } сроков, ближайший: { $first }
   *[other] { $count } срока, ближайший: { $first }
}
subject-unanswered-risk = { $case }: НИКТО НЕ ПОДТВЕРДИЛ: риск передачи { $level }: { $reason }
line-held = { $who } занимается этим с { $moment }.
line-again = Прошла половина времени, которое тогда оставалось, а отметки о том, что это сделано, нет. Если сделано — внесите. Если нет — подтвердите ещё раз или скажите, что этим должен заняться кто-то другой.
line-unanswered = Команду спросили { $moment }, никто не подтвердил. Займитесь этим сами или добейтесь, чтобы занялся кто-то другой, и подтвердите.
line-unanswered-last = Это последний вызов: его получают все участники дела и администраторы.
line-answer-code = Чтобы подтвердить, что вы этим занимаетесь, напишите боту /ack { $code } или передайте код { $code } любому координатору.
line-answer-link = Чтобы подтвердить, что вы этим занимаетесь, откройте { $link }
line-edit-taken = { $who } занимается этим с { $moment }
line-edit-snoozed = { $who } просит напомнить { $moment }
button-ack = Беру на себя
button-later = Позже (не более 4 ч)
button-case = Дело
button-todo = Что делать
who-lawyer = Адвокат
who-coordinator = Координатор
who-admin = Администратор
who-advocacy = Кто-то из адвокации
who-chat = Кто-то из общего чата
line-lapsed-other = Срок истёк при любом исчислении.
line-already-over = Уже истекли
line-deadline-defence = Действуйте не позднее { $moment }.
line-deadline-opens = Возможно с { $moment }.
line-two-readings-opens = Два исчисления: возможно с { $earliest } (исходите из этого) или с { $latest }.
line-deadline-other = Истекает { $moment }.
line-your-time = По вашему времени: { $moment }.
line-two-readings = Два варианта исчисления: { $earliest } (осторожный, действуйте к этому сроку) и { $latest }.
line-two-readings-state = Два варианта исчисления: { $earliest } и { $latest }. Утверждать, что государство пропустило срок, можно только после второго.
line-whose = Кто должен действовать: { $whose } ({ $severity }).
line-basis = Основание: { $cite } ({ $confidence })
line-source = Где прочитать: { $source }
line-why = Почему эта дата
line-what-to-do = Что делать: { $advice }
line-late = Сообщение отправлено с задержкой: { $late }. Программа не работала, или факт не был внесён.
line-sent-late = Написано { $moment }, отправлено с задержкой: { $late }. Ниже оставшееся время указано на тот момент.
line-repeat = Возможно, это повтор: неизвестно, дошла ли предыдущая копия.
line-overtaken = Есть более новое сообщение: об одном из этих сроков верно сказанное в нём, а не здесь.
line-told = { $count ->
    [0] Больше никто не извещён.
    [one] Кроме вас извещён ещё { $count } человек.
    [few] Кроме вас извещены ещё { $count } человека.
    [many] Кроме вас извещены ещё { $count } человек.
   *[other] Кроме вас извещены ещё { $count } человека.
}
line-old = Было: { $old }
line-new = Стало: { $new }
line-cause-changed = Причина: изменены факт, правило или календарь. Отправленное ранее больше не действует.
line-cause-withdrawn = Причина: { $event }. Отправленное ранее больше не действует.
line-entered = Что внесено
line-entered-item = { $event }: { $day }
subject-undated = { $case }: { $count ->
    [one] { $count } срок течёт БЕЗ ДАТЫ: { $title }
    [few] { $count } срока текут БЕЗ ДАТЫ, первый: { $title }
    [many] { $count } сроков течёт БЕЗ ДАТЫ, первый: { $title }
   *[other] { $count } срока течёт БЕЗ ДАТЫ, первый: { $title }
}
subject-uncounted = { $case }: СРОК НЕ СЧИТАЕТСЯ, посчитайте вручную: { $event }
line-uncounted = Программе неизвестен срок, который течёт от этого решения: в записанном праве этой страны его нет. Это не значит, что срока нет. Напоминаний не будет. Пусть местный адвокат посчитает его сегодня; за этой датой следите сами.
line-uncounted-list = Решения, срок по которым не записан
line-undated = Срок течёт, но его конец исчислить не удалось. Напоминаний о нём не будет. Посчитайте его сегодня вручную, пусть дату проверит второй человек, и запишите её там, где вовремя увидите.
line-undated-list = Сроки без даты
line-undated-item = { $title } (от события «{ $event }»): дату исчислить не удалось: { $why }
line-digest-undated-item = { $case }: { $title }: дату исчислить не удалось: { $why }
undated-no-such-day = в месяце { $month } нет числа { $day }, а что тогда, известные здесь нормы не говорят
undated-other = см. правило { $rule } в staywatch explain
line-entry-check = Пусть эти даты сверит с документами второй человек, прежде чем кто-либо положится на то, что из них следует.
line-met = Сделано в срок, больше об этом не напоминаем
line-met-item = { $title } (срок был: { $moment })
line-met-check = Сверьте с документами. Если внесено ошибочно, срок ещё течёт, а напоминания прекратились: сразу добейтесь исправления. Если всё верно, подтвердите, что проверили.
subject-met = { $case }: внесено как сделанное, проверьте: { $title }
subject-met-many = { $case }: { $count ->
    [one] внесён как соблюдённый { $count } срок, проверьте
    [few] внесены как соблюдённые { $count } срока, проверьте
    [many] внесены как соблюдённые { $count } сроков, проверьте
   *[other] внесены как соблюдённые { $count } срока, проверьте
}
line-cause-gone = Причина: факта или правила, на которых основывался срок, больше нет в записях.
line-opened = С этого момента это возможно.
line-lapsed-defence = По обоим вариантам исчисления срок истёк. Немедленно ходатайствуйте о восстановлении срока и проверьте следующее средство защиты.
line-lapsed-earlier = По более строгому исчислению срок истёк, по другому ещё течёт. Действуйте сейчас и отстаивайте более позднее исчисление.
line-lapsed-state = По обоим вариантам исчисления государство пропустило срок. Окончание срока тоже опасно: часто следует повторное задержание на выходе.
line-lapsed-state-earlier = По одному исчислению срок истёк, по другому течёт до { $moment }. Окончание срока тоже опасно: часто следует повторное задержание на выходе.
line-found-lapsed = Эти сроки истекли до того, как о них стало известно. Ходатайствуйте о восстановлении там, где закон это допускает, и проверьте, какие сроки ещё текут.
line-still-running = Ещё текут
line-nothing-running = Программе не известен ни один срок, который ещё течёт.
line-open-item = { $title }: возможно с { $moment }
line-later-only = По более строгому прочтению срок уже прошёл ({ $moment }). По другому его ещё можно соблюсти.
line-deadline-item = { $moment }: { $title } (остаётся { $left })
line-deadline-item-case = { $case }: { $moment }: { $title } (остаётся { $left })
line-lapsed-item = { $moment }: { $title }
line-digest-today = В ближайшие 24 часа
line-digest-week = В ближайшие 7 дней
line-digest-none = В ближайшие 7 дней сроков нет.
line-digest-risk = Риск передачи
line-digest-risk-item = { $case }: { $level }: { $reason }
line-digest-waits = Никто не подтвердил
line-digest-waits-item = { $case }: { $title }, до { $moment }
line-digest-waits-level = { $case }: риск передачи
line-digest-absence = Это сообщение приходит каждое утро. Если оно не пришло, staywatch не работает: обратитесь к администратору.
line-digest-ledger = Последняя запись журнала: { $head }
line-risk-reasons = Причины
line-risk-new = НОВОЕ – { $reason }
line-risk-lower = Что снизит риск
line-risk-precedent = Так уже было: { $codes }
line-risk-reason-item = { $reason }
line-risk-since = { $reason } (с { $moment })
line-windows = Срочные обращения
line-window-open = { $body }: принимает до { $closes }, остаётся { $left }
line-window-shut = { $body }: сейчас не принимает; приём с { $opens } до { $closes }
line-window-doubtful = в этот день приёма может не быть
line-window-holds = В обращении укажите: дату и время передачи, место содержания, страну назначения, номер дела
line-next-terms = Сроки, которые ещё текут
line-listed = Назначено
line-moved = Ранее сообщённые дни больше не действуют
line-moved-item = { $title }: теперь { $moment }, было { $old }
line-struck-item = { $title }: больше не значится (было { $old })
line-test = Это проверка. Настоящее сообщение будет выглядеть так же. Делать ничего не нужно.
line-test-channel = Отправлено вам как адресату: { $person }.
line-system-config-broken = Последнюю правку конфигурации применить нельзя. Продолжает действовать последняя исправная конфигурация. Что было набрано, здесь не повторяется: это покажет staywatch check.
line-system-config-mended = Конфигурация снова в порядке.
line-system-started = staywatch снова работает. Перерыв: { $why }. Всё, что следовало отправить за это время, отправляется сейчас.
line-unsealed = Это письмо не зашифровано: ваш ключ использовать нельзя. Администраторы об этом знают. Поэтому здесь только код, срок и оставшееся время.
line-system-key-unusable = Письма для { $person } уходят незашифрованными, в них только код, срок и оставшееся время. Причина: { $why }. Попросите новый ключ, положите его на место прежнего файла и запустите `staywatch check`.
line-system-undelivered = Сообщение отклонено, повторных попыток по этому адресу не будет. Адресат: { $person }. Канал: { $channel }. Причина: { $why }
line-system-undelivered-yet = Сообщение пока не доставлено, попытки продолжаются, пока не выйдет его срок. Адресат: { $person }. Канал: { $channel }. Причина: { $why }
line-system-cannot-record = Запись в хранилище невозможна: { $why }. Оповещения отправляются, но ничего не сохраняется.
line-system-case-gone = Файла дела { $case } больше нет. Сроки по нему не считаются. Если это ошибка, верните файл.
line-system-case-gone-team = Файла дела { $case } больше нет. С этого момента об этом деле никому не напоминают: ни о сроках, ни об опасности передачи. Сроки ещё текут, и никто об этом не скажет. Если вы не знаете, почему его убрали, сразу попросите того, кто ведёт staywatch, вернуть его.
line-system-purged = Закрытые дела, срок хранения которых истёк, стёрты из базы, как велит [retention]. Их файлы не тронуты: удалите те, что ещё лежат. Записи названы в журнале, без кодов дел.
line-system-adopted = Теперь известен Telegram для { $person }. Впишите эту строку в people.toml вместо telegram = "invited": { $line }
line-system-strangers = Вчера боту { $chats ->
    [one] писал { $chats } неизвестный чат
    [few] писали { $chats } неизвестных чата
    [many] писали { $chats } неизвестных чатов
   *[other] писали { $chats } неизвестного чата
}, всего { $messages ->
    [one] { $messages } раз
    [few] { $messages } раза
    [many] { $messages } раз
   *[other] { $messages } раза
}. Ответа никто не получил. Если это много, заведите нового бота и никому не называйте его имени.
what-purged = закрытые дела стёрты
what-adopted = известен новый чат
what-strangers = боту писали посторонние
what-case-gone = дело { $case } больше не отслеживается
what-case-gone-team = { $case }: файла больше нет, об этом деле больше никому не напоминают
what-config-broken = { $count ->
    [one] в конфигурации { $count } ошибка
    [few] в конфигурации { $count } ошибки
    [many] в конфигурации { $count } ошибок
   *[other] в конфигурации { $count } ошибки
}
what-config-mended = конфигурация снова в порядке
what-started = снова работает
what-key-unusable = ключ { $person } использовать нельзя
what-undelivered = сообщение не доставлено
what-undelivered-yet = сообщение пока не доставлено
what-cannot-record = запись в хранилище невозможна
line-legal = staywatch исчисляет сроки и не даёт юридических советов. Каждую дату должен проверить адвокат.

# ── Сводка, закреплённая в чате группы ──
summary-subject = { $count ->
    [one] { $day }: { $count } дело
    [few] { $day }: { $count } дела
    [many] { $day }: { $count } дел
   *[other] { $day }: { $count } дела
}
summary-none = Действующих дел нет.
summary-case = { $case }: { $level }
summary-term = { $moment }: { $title }
summary-term-passed = ранняя дата ПРОШЛА, поздняя { $moment }: { $title }
summary-undated = { $title }: дату исчислить не удалось: { $why }
summary-no-term = Сроков, которые должна соблюсти защита, нет.
summary-nobody = НИКТО НЕ ПОДТВЕРДИЛ
summary-more = { $count ->
    [one] Ещё { $count } дело: /risk
    [few] Ещё { $count } дела: /risk
    [many] Ещё { $count } дел: /risk
   *[other] Ещё { $count } дела: /risk
}
summary-alive = Обновляется само. День вверху меняется каждую ночь; если он не сегодняшний, звоните администратору. Остальное: /case КОД.
summary-ended = Эта сводка больше не ведётся. Спросите /due и /risk.
summary-repeat = Возможно, это повтор: если выше есть другая сводка, она больше не обновляется. Обновляется эта.

# ── Записи в календаре ──
calendar-name = { $name }: сроки
calendar-met = Внесено как сделанное. Запись можно удалить.
calendar-summary = { $case }: { $title }
calendar-gone = Этот срок больше не течёт. Запись можно удалить.

# ── Бот ──
bot-help-subject = staywatch: о чём можно спросить здесь
bot-help = Команды
bot-help-help = /help: этот список
bot-help-due = /due: сроки на сегодня и на неделю
bot-help-case = /case КОД: насколько близка передача и почему; какие сроки текут
bot-help-risk = /risk: насколько близка передача в каждом вашем деле
bot-help-ack = /ack КОД: что в деле ждёт ответа, с кнопкой «Беру на себя»; или код из письма
bot-help-who = /who КОД: сколько человек получают сообщения
bot-help-signal = /signal КОД: сообщить, что передача может быть близка; узнает вся команда
bot-help-contact = /contact КОД: сообщить, что человека видели или с ним говорили те, кому можно верить
bot-unknown = Такой команды нет.
bot-see-help = Список команд: /help
bot-did-you-mean = Возможно, вы имели в виду { $near }?
bot-code-missing = Добавьте код дела: /{ $command } КОД
bot-no-case = У вас нет дела с кодом { $typed }.
bot-your-cases = Ваши дела: { $codes }
bot-no-cases = У вас нет дел.
bot-no-signal = Сигнала { $typed } нет.
bot-case = { $case }: риск передачи: { $level }
bot-case-ended = { $case }: дело закончено
bot-risk-list = Сначала самый высокий
bot-risk-item = { $case }: риск: { $level }
bot-more = { $count ->
    [one] и ещё { $count } дело
    [few] и ещё { $count } дела
    [many] и ещё { $count } дел
   *[other] и ещё { $count } дела
}
bot-who = { $case }: кто получает сообщения
bot-who-list = В команде
bot-who-lawyers = адвокаты: { $count }
bot-who-coordinators = координаторы: { $count }
bot-who-advocacy = адвокация: { $count }
bot-who-chats = групповые чаты: { $count }
answer-taken = Теперь это за вами, и все это видят. Напоминания продолжатся, пока не внесено, что это сделано.
answer-snoozed = Отложено: напомним { $moment }.
answer-already = { $who } занимается этим с { $moment }. Ничего не изменено.
answer-unknown = На это больше нельзя ответить. Ничего не сделано. Что ждёт ответа, покажет /ack с кодом дела.
answer-not-yours = За это дело отвечаете не вы. Ничего не сделано.
answer-over = Здесь больше нечего делать: это выполнено, истекло, или есть более новое сообщение.
answer-no-snooze = Отложить нельзя: осталось слишком мало времени.
bot-ack = { $case }: чем кто-то должен заняться
bot-ack-list = Открыто
bot-ack-nothing = { $case }: ничто не ждёт ответа.
bot-ack-level = риск передачи { $level }
bot-ack-nobody = НИКТО не подтвердил
bot-ack-has = { $who } занимается этим с { $moment }
bot-ack-told = { $count ->
    [one] оповещён { $count } человек
    [few] оповещены { $count } человека
    [many] оповещены { $count } человек
   *[other] оповещены { $count } человека
}
bot-who-has = Кто чем занимается
bot-todo = { $case }: что делать
bot-which-signal = { $case }: что случилось?
bot-question = { $case }: внести: { $what }?
bot-question-signal = «Да» сразу оповестит всю команду.
bot-question-contact = «Да» означает: человека только что видели или с ним говорили те, кому можно верить.
bot-yes = Да
bot-no = Нет
bot-recorded = { $case }: внесено: { $what }
bot-recorded-by = Кто сообщил: { $who }, { $moment }
bot-recorded-line = Если это ошибка, скажите администратору: из чата внесённое не меняют.
bot-recorded-closed = В файле указано, что дело закрыто: НИКТО не оповещён. Сообщите команде сами и попросите администратора открыть дело.
bot-declined = { $case }: НЕ внесено: { $what }
bot-not-yet = { $case }: ПОКА НЕ внесено: { $what }
bot-not-yet-line = Сейчас сообщение не удаётся записать. staywatch продолжает попытки. Оповестите команду сами.
bot-by-lawyer = адвокат
bot-by-coordinator = координатор
bot-by-admin = администратор
bot-by-chat = этот чат
bot-press-unknown = Эта кнопка больше не действует. Ничего не сделано. Отправьте команду ещё раз.
bot-press-refused = Вы не ведёте это дело. Ничего не сделано.
bot-press-done = Это уже внесено. Ничего не изменилось.
bot-press-declined = На это уже ответили «Нет». Ничего не изменилось. Отправьте команду ещё раз.
bot-too-many = Слишком много команд за минуту. До конца минуты ответов не будет.
bot-broken = Ответить не удалось. Причину администратор найдёт в журнале.
bot-welcome = Добро пожаловать: теперь этот чат известен.
bot-welcome-line = Начиная со следующего оповещения они приходят сюда. /help покажет, что можно спросить.

# ── Сигналы ──
signal-moved = переведён(а) или увезён(а)
signal-told-to-pack = велели собирать вещи
signal-lawyer-turned-away = адвоката не пустили
signal-papers-collected = собирают бумаги для передачи
signal-transfer-being-agreed = передачу согласовывают
signal-deportation-requested = запрошена депортация
signal-other = другой признак передачи

# ── События ──
event-arrest = задержание
event-custody-ordered = заключение под стражу
event-custody-extended = продление срока содержания под стражей
event-administrative-arrest = административный арест
event-released = освобождение
event-facility-changed = перевод в другое место содержания
event-contact = контакт
event-contact-lost = потеря связи
event-request-received = поступление запроса о выдаче
event-extradition-granted = решение о выдаче
event-extradition-refused = отказ в выдаче
event-extradition-appeal-filed = жалоба на решение о выдаче
event-extradition-upheld = суд первой инстанции признал выдачу законной
event-second-appeal-filed = жалоба в суд второй инстанции
event-extradition-final = окончательное решение о выдаче
event-extradition-quashed = отмена решения о выдаче
event-consented = согласие на выдачу
event-surrender-date-set = дата передачи
event-hearing = судебное заседание
event-asylum-claimed = ходатайство об убежище
event-asylum-refused = отказ в убежище
event-asylum-appeal-filed = жалоба на отказ в убежище
event-asylum-upheld = суд первой инстанции признал отказ в убежище законным
event-asylum-final = окончательный отказ в убежище
event-protection-granted = предоставление убежища
event-expulsion-ordered = решение о выдворении
event-expulsion-appeal-filed = жалоба на решение о выдворении
event-expulsion-upheld = суд первой инстанции признал выдворение законным
event-expulsion-final = окончательное решение о выдворении
event-expulsion-quashed = отмена решения о выдворении
event-leave-ordered = предписание о выезде
event-entry-banned = запрет на въезд
event-residence-refused = отказ в разрешении на проживание
event-residence-appeal-filed = жалоба на отказ в разрешении на проживание
event-measure-requested = ходатайство об обеспечительной мере
event-measure-documents-due = документы, запрошенные международным органом
event-measure-granted = обеспечительная мера
event-measure-extended = продление обеспечительной меры
event-measure-refused = отказ в обеспечительной мере
event-measure-lifted = отмена обеспечительной меры
event-measure-acknowledged = государство подтвердило, что знает о мере
event-measure-breached = нарушение обеспечительной меры
event-registry-letter = письмо международного органа
event-application-filed = подача жалобы в международный орган
event-application-inadmissible = признание жалобы неприемлемой
event-signal = сигнал
event-disappeared = исчезновение
event-abducted = похищение
event-surrendered = передача запрашивающему государству
event-removed = вывоз из страны
event-left-country = выезд из страны
event-freed = окончательное освобождение
event-closed = дело закрыто

# ── Содержание под стражей по частям ──
custody-title = Содержание под стражей
custody-criminal = стража
custody-house-arrest = домашний арест
custody-administrative = административный арест или спецучреждение
custody-from-to = { $kind }: с { $first } по { $last }, { $days }
custody-since = { $kind }: с { $first } по настоящее время, { $days }
custody-until = { $kind }: до { $last }, начало не внесено
custody-none = Сведений о содержании под стражей нет.
custody-at-least = { $count ->
    [one] не менее { $count } дня
    [few] не менее { $count } дней
    [many] не менее { $count } дней
   *[other] не менее { $count } дня
}
custody-consumed = Использовано: { $days }
custody-not-counted = Административное содержание, сюда не входит: { $days }
custody-ceiling = Предельный срок: { $title }: { $moment }, { $left }
custody-next = Ближайшее окончание: { $title }: { $moment }, { $left }
custody-no-ceiling = Предельный срок для этого содержания неизвестен.
custody-left = остаётся { $days }
custody-over = истёк, прошло { $days }
custody-order = Постановление от { $on }: до { $until }
custody-order-open = Постановление от { $on }: указанный в нём день не внесён
custody-credited = Если всё прежнее содержание засчитывается, предельный срок: { $day }.
custody-flag-order-past-ceiling = Постановление называет день ПОЗЖЕ ПРЕДЕЛЬНОГО СРОКА, на { $days }: проверьте и обжалуйте.
custody-flag-order-past-ceiling-maybe = По более строгому исчислению постановление выходит за предельный срок, самое большее на { $days }: обжалуйте по этому исчислению.
custody-flag-ceiling-passed = Предельный срок ИСТЁК, а освобождение не внесено: требуйте освобождения.
custody-flag-ceiling-passed-maybe = По более строгому исчислению предельный срок истёк: требуйте освобождения по этому исчислению.
custody-flag-no-order = Постановление о страже не внесено, хотя срок без него истёк { $day }: найдите постановление или требуйте освобождения.
custody-flag-order-over = Последнее внесённое постановление действовало до { $day }; ни продление, ни освобождение не внесены.
custody-flag-earlier-custody = Прежнее содержание под стражей, { $days }: может быть засчитано (Россия: ч. 12 ст. 109 УПК РФ). Предельный срок выше посчитан без него.
custody-flag-gravity-missing = Тяжесть обвинения не внесена: без неё предельный срок определить нельзя.

# ── Неполадки самого staywatch: что случилось, что делать и что это прошло ──
what-audit = проверка нашла, о чём не было сообщено
what-audit-over = проверка снова без замечаний
line-system-audit = Проверка сравнила всё, о чём следовало сообщить, с тем, о чём сообщено, и нашла расхождения. Они исправлены: всё, что причитается, отправляется сейчас. Прочтите журнал и выясните, что изменило хранилище.
line-system-audit-over = Последняя проверка не нашла расхождений.
audit-no-case = { $case }: за делом следят, но его нет ни в одном файле
audit-no-row = { $case }: за этим делом никто не следил
audit-not-looked = { $case }: назначенный просмотр не состоялся
audit-unsaid = { $case }: сообщение пора было отправить, но оно не было поставлено в очередь ({ $what })
audit-oversleeps = { $case }: следующий просмотр был назначен слишком поздно
audit-letter-gone = { $case }: в хранилище недостаёт писем: { $what }
audit-notice-gone = { $case }: письма, о которых в хранилище не осталось записи: { $what }
audit-letter-far = письма, отложенные слишком надолго: { $what }
audit-letter-stuck = письмо { $what } стоит в очереди первым, но его никто не берёт
audit-morning = { $case }: утренний список не пришёл бы
audit-summary = { $case }: закреплённая сводка не обновилась бы
what-pin-refused = сводку группы { $group } нельзя закрепить
line-system-pin-refused = Бот не вправе закреплять сообщения в чате { $group }, поэтому сводка стоит там среди прочих. Сделайте бота администратором чата с правом закреплять сообщения: сводка закрепится при следующем изменении. Ответ Telegram: { $why }
what-loop-still = часть staywatch остановилась ({ $about })
what-loop-still-over = часть staywatch снова работает ({ $about })
line-system-loop-still = Часть «{ $about }» остановилась, без движения: { $why }. Перезапустите staywatch: systemctl restart staywatch. Если это повторится, сохраните журнал: journalctl -u staywatch.
line-system-loop-still-over = Часть «{ $about }» снова работает.
what-backup-fails = резервная копия не сделана
what-backup-fails-over = резервные копии снова делаются
line-system-backup-fails = Резервная копия в { $about } не сделана: { $why }. Наблюдение продолжается. Освободите место или исправьте [backup], затем попробуйте: staywatch backup
line-system-backup-fails-over = Резервная копия в { $about } сделана, открыта и проверена.
what-calendar-ends = календарь { $about } кончается { $why }
what-calendar-ends-over = календаря { $about } снова хватает
line-system-calendar-ends = Дела считаются по календарю { $about }, а он кончается { $why }. Праздники после этого дня неизвестны. Добавьте в календарь следующий год или установите новую версию staywatch.
line-system-calendar-ends-over = Календаря { $about } снова хватает.
what-clock-forward = часы перескочили вперёд
line-system-clock-forward = Часы этой машины перескочили вперёд. Разница: { $why }. Всё, что пришлось на этот промежуток, отправляется сейчас с указанием опоздания. Проверьте время: timedatectl
what-clock-back = часы перескочили назад
line-system-clock-back = Часы этой машины перескочили назад. Разница: { $why }. Дважды из-за этого ничего не отправляется, но отправленное раньше могло прийти слишком рано. Проверьте время: timedatectl
what-clock-slept = машина спала
line-system-clock-slept = Эта машина спала. Сколько: { $why }. Всё, что пришлось на это время, отправляется сейчас с указанием опоздания. Машина, которая следит за сроками, спать не должна: systemctl mask sleep.target suspend.target hibernate.target
what-cut-off = прошлый запуск оборвался
line-system-cut-off = Прошлый запуск оборвался (сбой, отключение питания, принудительная остановка). Последний признак работы: { $about }. Без наблюдения: { $why }. Что отправлялось в тот момент, отправляется снова с пометкой о повторе.
what-disk-low = диск почти заполнен
what-disk-low-over = на диске снова есть место
line-system-disk-low = Свободно { $why } МБ: { $about }. Когда места не останется, оповещения будут уходить, но записать ничего не удастся. Освободите место сейчас.
line-system-disk-low-over = Место снова есть: { $about }.
what-cannot-record-over = запись в хранилище снова возможна
line-system-cannot-record-over = Запись в хранилище снова возможна. Всё, что ушло за это время, записано.
line-unrecorded = Это не удалось записать: сообщение может прийти ещё раз.
what-heartbeat-fails = внешний наблюдатель недоступен
what-heartbeat-fails-over = внешний наблюдатель снова доступен
line-system-heartbeat-fails = Уже час не удаётся сообщить внешнему наблюдателю, что staywatch работает: { $why }. Он может поднять тревогу. Проверьте сеть и адрес, на который указывает [heartbeat].
line-system-heartbeat-fails-over = Внешний наблюдатель снова знает, что staywatch работает.
what-certificate-ends = сертификат почтового сервера действует до { $why }
what-certificate-ends-over = сертификат почтового сервера обновлён
line-system-certificate-ends = Сертификат сервера { $about } действует до { $why }. После этого почта уходить не будет: серверу, который не может подтвердить, кто он, ничего не отправляется. Обновите сертификат.
line-system-certificate-ends-over = Срока действия сертификата { $about } снова хватает.
what-bot-deaf = от Telegram ничего не слышно
what-bot-deaf-over = бот снова слышит чаты
line-system-bot-deaf = Десять минут от Telegram ничего не слышно: { $why }. Команды, кнопки и сообщения из чатов не доходят: спросите координаторов другим путём и проверьте соединение, токен и вебхук (staywatch doctor).
line-system-bot-deaf-over = Бот снова слышит чаты. Нажатое и сообщённое за это время дойдёт сейчас, если Telegram его сохранил.
what-bot-conflict = токен этого бота использует другая программа
what-bot-conflict-over = бот снова слушает
line-system-bot-conflict = Токен этого бота использует другая программа. Этот staywatch через него отправляет, но не слушает: команды и кнопки здесь не действуют. Остановите другую программу и перезапустите эту или заведите отдельного бота для каждой.
line-system-bot-conflict-over = Бот снова слушает: команды и кнопки действуют.
what-fact-ahead = { $about }: факт датирован будущим
line-system-fact-ahead = В деле { $about } записано то, чего ещё нельзя знать. До этой даты записи для программы нет: сроки от неё не считаются, и никто не предупреждён. Исправьте дату; назначенное записывают как kind = "hearing".
what-other-person = у { $about } не осталось ни одного прежнего адреса
line-system-other-person = Все адреса { $about } в people.toml заменены. На случай, если это теперь другой человек: подтверждённое под этим именем больше не засчитывается, команду спросят снова, а напоминания о текущих сроках ещё раз уйдут на новый адрес. Если человек тот же, делать ничего не нужно. Для другого человека заведите другое имя.
what-edit-drops = правка отменяет напоминания
line-system-edit-drops = Эта правка действует и отменяет напоминания, которые люди получили бы. Если так не задумано, исправьте файлы.
what-edit-waits = правка ждёт подтверждения
what-edit-waits-over = правок, ждущих подтверждения, больше нет
line-system-edit-waits = Эта правка отменила бы напоминания, которые люди получили бы. Пока её не подтвердят, эти файлы действуют в прежнем виде. Посмотреть: staywatch plan. Подтвердить: staywatch plan --accept
line-system-edit-waits-over = Все файлы действуют в том виде, в каком лежат на диске.
drop-file = файл: { $file }
drop-gone = { $case }: больше не считается: { $title } (было { $old })
drop-later = { $case }: позже: { $title }: { $old } → { $new }
drop-rungs = { $case }: меньше напоминаний: { $title } ({ $what })
drop-check-in = { $case }: выход на связь больше не ожидается (было: { $old }); молчание тревоги не поднимет
drop-check-in-later = { $case }: выход на связь ожидается реже: { $old } → { $new }
drop-person = { $case }: больше не получает сообщений { $what }: { $title }
drop-reports = { $case }: отозваны сообщения, число их { $what }: внесённого больше нет в файле
drop-case = { $case }: больше не отслеживается
what-restored = хранилище восстановлено из резервной копии
line-system-restored = Хранилище восстановлено из резервной копии. Её время: { $about }. Того, что было позже, в ней нет: отправленные с тех пор сообщения могут прийти ещё раз с пометкой о повторе, а данные с тех пор ответы потеряны.
# ── Только для зашифрованных писем ──
sealed-head = Дело подробно: эта часть покидает машину только в зашифрованном виде
sealed-gravity = Категория преступления: { $gravity ->
    [minor] небольшой тяжести
    [medium] средней тяжести
    [grave] тяжкое
   *[especially-grave] особо тяжкое
}
what-store-refused = хранилище не открывается
line-system-store-refused = staywatch не работает: { $why }. За сроками никто не следит. Хранилище оставлено как есть. Прочтите журнал и вывод staywatch doctor; резервную копию возвращает staywatch restore.

# ── Справка, которую пишет `brief`. Органы принимают её по-английски или по-русски ──

# ── Назначение: что это за справка, о чём просят, что должно быть в обращении ──
brief-title-rule39 = Справка к ходатайству по правилу 39 (Европейский суд по правам человека)
brief-title-hrc = Справка к просьбе о временных мерах (Комитет по правам человека ООН, правило 94)
brief-title-ced = Справка к обращению о срочных мерах (Комитет по насильственным исчезновениям ООН, ст. 30)
brief-title-public = Справка для публичного обращения
brief-ask-rule39 = Указать властям ({ $host }) на основании правила 39, что лицо не должно передаваться ({ $state }) на время производства в Суде. Затронутое право (ст. 2, 3) и доказательства неминуемого, реального риска излагает адвокат.
brief-ask-hrc = Просить государство ({ $host }) на основании правила 94 Правил процедуры не передавать лицо ({ $state }), пока сообщение находится на рассмотрении. Затронутые права (ст. 6, 7 МПГПП) излагает адвокат.
brief-ask-ced = Просить государство ({ $host }) на основании ст. 30 Конвенции немедленно разыскать лицо, сообщить место его содержания и принять временные меры, исключающие передачу ({ $state }).
brief-ask-public = Чтобы власти ({ $host }) не передавали лицо ({ $state }), сообщили, где оно содержится, и допустили выбранного им адвоката.
brief-state-unknown = запрашивающее государство

# ── Разделы ──
brief-urgent = Почему срочно
brief-timeline = Хронология
brief-proceedings = Разбирательства и их состояние
brief-open = Открыто сейчас
brief-lapsed = Истекло
brief-asked = О чём просят
brief-holds = Что должно быть в обращении
brief-law = На чём основана справка

# ── Заголовок ──
brief-case = Дело
brief-host = Содержит
brief-requested-by = Запрашивает
brief-as-of = По состоянию на
brief-as-of-body = { $place }, местное время
brief-code-only = Справка на уровне кода: без имён и без источников сведений. Пропуски заполните от руки, на бумаге или в зашифрованном документе.
brief-full = СОДЕРЖИТ ПРИМЕЧАНИЯ И ИСТОЧНИКИ СВЕДЕНИЙ: не отправляйте почтой без шифрования и не выкладывайте в чаты.

# ── Почему ──
brief-level = Риск передачи: { $level }
brief-level-since = Риск передачи: { $level }, с { $since }
brief-over = По записям завершено: { $event }, { $day }. Ниже то, что внесено.
brief-came-before = документировано в делах: { $codes }
brief-more = и ещё { $count ->
    [one] { $count } причина
    [few] { $count } причины
    [many] { $count } причин
   *[other] { $count } причины
}
brief-no-reason = Внесённых причин ждать передачи сейчас нет.
brief-conduct = Как соблюдает временные меры { $host }: { $says }

# ── Хронология ──
brief-no-facts = Ничего не внесено.
brief-until = до { $until }
brief-until-further-notice = до дальнейшего уведомления
brief-until-proceedings = на время производства
brief-served = вручено { $day }
brief-learned = известно защите с { $day }
brief-note = примечание: { $note }
brief-source = источник: { $source }

# ── Разбирательства ──
brief-track-extradition = Выдача: { $last }
brief-track-asylum = Убежище: { $last }
brief-track-expulsion = Выдворение: { $last }
brief-track-measure = Временная мера, { $body }: { $last }
brief-track-surrender = Передача: { $last }
brief-track-hearing = Назначено заседание: { $last }
brief-open-to = { $body }: обращение по действиям государства ({ $host }) в этот день возможно ({ $cite }).
brief-open-until = { $body }: обращение возможно только по действиям государства ({ $host }) до { $day } ({ $cite }).
brief-open-no-longer = { $body }: обращение возможно только по действиям государства ({ $host }) до { $day }, этот день ПРОШЁЛ ({ $cite }): проверьте другой орган.
brief-open-unknown = { $body }: сведений о том, возможно ли обращение против государства ({ $host }) в этот день, нет: сначала проверьте.
brief-nothing-open = Открытых средств защиты не внесено.
brief-by = { $title }: до { $moment }
brief-runs-until = { $title }: действует до { $moment }
brief-possible-from = { $title }: с { $moment }
brief-elsewhere = { $place }: { $moment }
brief-ended = { $title }: истекло { $moment }
brief-not-public = Открытые средства защиты в публичную справку не включаются.

# ── Что должно быть в обращении ──
brief-blank = ______
brief-field-removal = Дата и время передачи
brief-field-place = Место содержания
brief-field-destination = Страна назначения
brief-field-number = Номер дела в национальном суде
brief-field-person = Имя, дата рождения, гражданство
brief-field-contact = Контактное лицо с телефоном, доступное ночью
brief-field-authority = Доверенность, подписанная лицом
brief-field-decisions = Копии решений национальных судов
brief-field-risk = Риск, с доказательствами, относящимися к этому лицу
brief-field-exhausted = Использованные средства защиты и почему остальные не остановят передачу
brief-field-other-body = Тот же вопрос в другом международном органе (да или нет)
brief-field-last-seen = Когда, где и кем замечен в последний раз
brief-field-asked = Какие органы уже запрошены: кто, когда, с каким ответом
brief-field-relation = Кто обращается и кем приходится лицу
brief-field-consent = Согласие лица или близких на публикацию
brief-field-act = Что может сделать читатель и до какого времени
brief-how-rule39 = Подавайте через сайт Rule 39 (r39.echr.coe.int), по факсу или почтой, но не по электронной почте; на первой странице: «Rule 39 – Urgent» (Практическая инструкция о временных мерах). Секретариат принимает с понедельника по пятницу, 08:00–16:00 по страсбургскому времени.
brief-how-hrc = Направьте в секцию петиций в Женеве вместе с сообщением или раньше него; в первой строке укажите, что передача неминуема и когда.
brief-how-ced = Сначала, где это возможно, надо обратиться к компетентным органам (ст. 30(2)); если лицо найдено, сразу сообщите Комитету.
brief-how-public = Без адвоката не публикуйте ничего, чего нет в этой справке: сказанное сейчас читают в запрашивающем государстве.

# ── Слова записей ──
stage-custody = стража
stage-extradition = выдача, первая инстанция
stage-extradition-final = выдача, последняя инстанция
stage-expulsion = выдворение
stage-asylum = убежище
body-echr = Европейский суд по правам человека
body-hrc = Комитет по правам человека ООН
body-cat = Комитет против пыток ООН
body-ced = Комитет по насильственным исчезновениям ООН
body-wgad = Рабочая группа по произвольным задержаниям ООН
said-moved = переведён
said-told-to-pack = велено собираться
said-lawyer-turned-away = адвоката не допустили
said-papers-collected = собирают документы
said-transfer-being-agreed = передачу согласовывают
said-deportation-requested = просят о депортации
said-other = иное
said-unknown = место не названо
said-house-arrest = домашний арест
place-strasbourg = Страсбург
place-geneva = Женева
page-of = страница { $page } из { $pages }

# ── Страница дел и рисунки ──

# ── Рисунки ──
chart-title = Лента времени: { $case }
chart-says = { $count ->
    [one] Течёт { $count } срок.
    [few] Текут { $count } срока.
    [many] Течёт { $count } сроков.
   *[other] Течёт { $count } срока.
}
chart-says-next = Ближайший истекает { $moment }: { $title }.
chart-says-where = Всё, что на рисунке, сказано словами на странице дела.
chart-facts = Факты
chart-terms = Сроки
chart-custody = Содержание под стражей
chart-now = сейчас, { $day }
chart-met = соблюдён: { $title }
chart-lapsed = истёк: { $title }
chart-withdrawn = отпал: { $title }
chart-more-facts = { $count ->
    [one] и ещё { $count } более ранний факт
    [few] и ещё { $count } более ранних факта
    [many] и ещё { $count } более ранних фактов
   *[other] и ещё { $count } более раннего факта
}
chart-more-terms = { $count ->
    [one] и ещё { $count } срок
    [few] и ещё { $count } срока
    [many] и ещё { $count } сроков
   *[other] и ещё { $count } срока
}
chart-consumed = Использовано { $consumed }; до предела всего { $days }
chart-custody-title = Содержание под стражей и предельный срок: { $case }

# ── Страница дел: общее ──
board-skip = Сразу к содержанию
board-nav = Страницы
board-overview = Дела
board-health = Доставка
board-signed-in = Вход выполнен: { $person } ({ $role })
board-sign-out = Выйти
board-as-of = По состоянию на { $moment }
board-legal = Только коды, без имён: то, что открыто на экране, видит и тот, кто стоит за спиной.

# ── Обзор ──
board-level-cases = { $count ->
    [one] Риск передачи: { $level } ({ $count } дело)
    [few] Риск передачи: { $level } ({ $count } дела)
    [many] Риск передачи: { $level } ({ $count } дел)
   *[other] Риск передачи: { $level } ({ $count } дела)
}
board-ended = Законченные
board-no-reason = Оснований для тревоги не внесено.
board-no-cases-help = Дело появится здесь, когда в его файле вас или вашу группу укажут в команде.
board-next = Ближайшие сроки
board-next-caption = Текущие сроки по вашим делам, сначала ближайшие
board-next-of = Ближайший срок: { $moment }, осталось { $left }
board-left = осталось { $left }
board-more-terms-here = { $count ->
    [one] Ещё { $count } срок — на страницах дел.
    [few] Ещё { $count } срока — на страницах дел.
    [many] Ещё { $count } сроков — на страницах дел.
   *[other] Ещё { $count } срока — на страницах дел.
}
board-wall = Обновлять самой, каждую минуту
board-wall-off = Больше не обновлять
role-advocacy = общественная защита
board-delivery-fine = Все сообщения, срок которых наступил, отправлены.
board-delivery-waits = Самое старое неотправленное сообщение ждёт уже { $left }.
board-delivery-refused = { $count ->
    [one] { $count } сообщение отклонено, повторных попыток не будет.
    [few] { $count } сообщения отклонены, повторных попыток не будет.
    [many] { $count } сообщений отклонено, повторных попыток не будет.
   *[other] { $count } сообщения отклонено, повторных попыток не будет.
}
board-col-when = До когда
board-col-case = Дело
board-col-what = Что

# ── Дело ──
board-held = Удерживает { $host }, запрашивает { $state }
board-held-only = Удерживает { $host }
board-at-liberty = На свободе: всё изменит первое же задержание.
board-why = Почему такой риск
board-since = с { $day }
board-terms-running = Текущие сроки
board-terms-over = Истёкшие сроки
board-terms-show = { $count ->
    [one] Показать { $count } срок
    [few] Показать { $count } срока
    [many] Показать { $count } сроков
   *[other] Показать { $count } срока
}
board-terms-done = Соблюдённые и отпавшие
board-earlier = Ранний вариант, действуйте к нему: { $moment }
board-earlier-state = Ранний вариант: { $moment }
board-later-state = Поздний вариант: { $moment }. Говорить, что государство опоздало, можно только после него.
board-later = Поздний вариант: { $moment }
board-earlier-passed = Ранний вариант уже ИСТЁК.
board-ended-by = Завершён событием: { $event }
board-how = Как получена эта дата и что делать
board-no-date = По правилу { $rule } дату вычислить не удалось: { $why }
board-timeline = Лента времени
board-measures = Обеспечительные меры
board-measures-caption = Состояние мер по каждому органу
board-measures-none = Обеспечительные меры не внесены.
board-col-body = Орган
board-col-state = Состояние
board-col-since = С какого дня
board-col-host = Удерживающее государство
board-until = до { $moment }
board-host-knows = подтвердило, что знает
board-host-silent = не подтвердило, что знает
board-honours-yes = соблюдало такие меры
board-honours-no = такие меры НЕ соблюдало
board-honours-mixed = соблюдало такие меры не всегда
measure-requested = запрошена, ответа нет
measure-refused = отказано
measure-granted = действует
measure-lapsed = ИСТЕКЛА по сроку
measure-lifted = отменена
measure-breached = НАРУШЕНА удерживающим государством
board-told = Кому сообщено
board-told-caption = Последние сообщения по этому делу, сначала новые
board-told-none = По этому делу ещё никому ничего не сообщено.
board-col-whom = Кому
board-col-sent = Состояние
board-col-subject = Тема
channel-email = почта
channel-telegram = Телеграм
letter-owed = ждёт отправки с { $moment }
letter-sent = отправлено { $moment }
letter-withdrawn = не отправлено, этим уже занялись: { $moment }
letter-refused = ОТКЛОНЕНО { $moment }
board-facts = Внесённые факты
board-facts-none = Ни одного факта не внесено.

# ── Ответы ──
board-answer = Кто этим займётся?
board-take = Беру на себя
board-later-button = Спросить позже (не более 4 ч)
board-waiting = Кто чем занимается
board-waiting-none = Ответа ничто не ждёт.
board-waiting-cases = Ждут ответа
board-has-it = { $who } занимается этим с { $moment }
board-ago = { $left } назад
board-nobody-has-it = { $count ->
    [one] Никто не подтвердил. Сообщено { $count } человеку.
    [few] Никто не подтвердил. Сообщено { $count } людям.
    [many] Никто не подтвердил. Сообщено { $count } людям.
   *[other] Никто не подтвердил. Сообщено { $count } человека.
}
answer-over-page = По этой ссылке ответить уже нельзя
answer-over-page-help = Она создана не здесь, или её сообщения больше нет. В более новом сообщении есть новая ссылка; что ждёт ответа, покажет /ack с кодом дела.

# ── Бот и страница дел ──
bot-help-board = /board: одноразовая ссылка на страницу дел; только в личном чате
bot-board = Ваша ссылка на страницу дел
bot-board-once = { $count ->
    [one] Действует один раз, в течение { $count } минуты. Если она окажется использованной, а вы её не открывали, скажите администратору.
    [few] Действует один раз, в течение { $count } минут. Если она окажется использованной, а вы её не открывали, скажите администратору.
    [many] Действует один раз, в течение { $count } минут. Если она окажется использованной, а вы её не открывали, скажите администратору.
   *[other] Действует один раз, в течение { $count } минуты. Если она окажется использованной, а вы её не открывали, скажите администратору.
}
bot-board-local = Открывается на самой машине или через туннель к ней: путь знает администратор.
bot-board-private = Ссылку на страницу дел даю только в личном чате. Напишите мне туда.
bot-board-off = Страница дел здесь не включена. Её может включить администратор.

# ── Доставка и исправность ──
health-fine = staywatch работает
health-broken = В работе staywatch неполадки
health-loop = Цикл «{ $name }» не движется уже { $left }.
health-store = Хранилище не отвечает.
health-overdue = Критически важное сообщение ждёт отправки уже { $left }.
health-audit = Последняя сверка нашла расхождения или проведена больше часа назад.
health-config = { $count ->
    [one] В конфигурации { $count } ошибка; действует последняя исправная. Покажет `staywatch check`.
    [few] В конфигурации { $count } ошибки; действует последняя исправная. Покажет `staywatch check`.
    [many] В конфигурации { $count } ошибок; действует последняя исправная. Покажет `staywatch check`.
   *[other] В конфигурации { $count } ошибки; действует последняя исправная. Покажет `staywatch check`.
}
health-moved = последнее движение { $left } назад
health-moves = в последнюю минуту
health-loops = Циклы
health-loops-caption = Когда каждый цикл службы двигался в последний раз
health-col-loop = Цикл
health-col-moved = Движение
loop-planning = планирование
loop-sending = отправка
loop-minder = присмотр за самой программой
loop-auditor = сверка
loop-backups = резервные копии
loop-heartbeat = сигнал внешнему наблюдателю
health-letters = Сообщения
health-letters-caption = Сообщения по каналам и состояниям
health-col-owed = Ждут отправки
health-col-sent = Отправлено
health-col-withdrawn = Не понадобились
health-col-refused = Отклонено
health-attempts = Попытки
health-attempts-caption = Попытки отправки по исходам
health-col-outcome = Исход
health-col-count = Количество
outcome-sent = отправлено
outcome-temporary = отложено, будет повтор
outcome-permanent = отклонено
outcome-unknown = исход неизвестен, отправлено снова
outcome-moved = чат переехал
outcome-cut-off = прервано, отправлено снова
outcome-open = в пути
health-none = Сообщений ещё не было.
feed-name = staywatch: сроки

# ── Вход ──
door-title = Вход
door-how = Эта страница только для тех, кто внесён в список. Паролей нет: вход по одноразовой ссылке.
door-bot = Отправьте боту команду /board из личного чата.
door-command = Или попросите администратора выполнить: staywatch login ИМЯ
door-ready = Ссылка действует один раз, в этом браузере; вход — не более чем на двенадцать часов.
door-button = Войти
door-over = Ссылка больше не действует
door-over-help = Она уже использована или выдана больше четверти часа назад. Попросите новую.

# ── Что пошло не так ──
error-not-found = Здесь ничего нет
error-not-found-help = Адрес набран с ошибкой, дело не ваше или его больше нет в списке.
error-refused = Это не выполнено
error-refused-help = Запрос пришёл с другого сайта или страница устарела. Откройте страницу заново и повторите.
error-host = Это не адрес страницы
error-host-help = Откройте её по адресу из ссылки. Если у неё другое имя, укажите public_url в [web].
error-broken = Страница не смогла ответить
error-broken-help = Сообщения продолжают отправляться. Причину администратор найдёт в журнале.
error-back = К списку дел
