# Страница дел и рисунки. Набор сообщений и переменных тот же, что в английском.

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
body-echr = Европейский суд по правам человека
body-hrc = Комитет ООН по правам человека
body-cat = Комитет ООН против пыток
body-ced = Комитет ООН по насильственным исчезновениям
body-wgad = Рабочая группа ООН по произвольным задержаниям
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
board-later-button = Спросить позже
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
line-answer-link = Или нажмите кнопку на странице { $link }

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
