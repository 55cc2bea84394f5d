package io.sluice.engine.run;

import io.sluice.engine.Problems;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hours of operation as minutes of the day. */
final class CompiledHours {

  private static final int MINUTES_PER_DAY = 24 * 60;

  private final @Nullable ZoneId zone;
  private final @Nullable Map<DayOfWeek, List<Minutes>> open;

  private CompiledHours(@Nullable ZoneId zone, @Nullable Map<DayOfWeek, List<Minutes>> open) {
    this.zone = zone;
    this.open = open;
  }

  static CompiledHours compile(@Nullable HoursOfOperation hours, String path, Problems problems) {
    if (hours == null || Boolean.FALSE.equals(hours.enabled()) || hours.days() == null) {
      return new CompiledHours(null, null);
    }
    var zone = zone(hours.timeZone(), path + ".time_zone", problems);
    var open = new EnumMap<DayOfWeek, List<Minutes>>(DayOfWeek.class);
    hours.days().forEach((name, day) -> {
      var weekday = weekday(name);
      if (weekday == null) {
        problems.add(path + ".days." + name, "'" + name + "' is no day of the week");
      } else if (!Boolean.FALSE.equals(day.enabled())) {
        open.put(weekday, periods(day.periods(), path + ".days." + name + ".periods", problems));
      }
    });
    return new CompiledHours(zone, open);
  }

  boolean areOpen(Instant at, ZoneId accountZone) {
    if (open == null) {
      return true;
    }
    var local = at.atZone(zone == null ? accountZone : zone);
    int minute = local.getHour() * 60 + local.getMinute();
    return open.getOrDefault(local.getDayOfWeek(), List.of()).stream().anyMatch(period -> period.include(minute));
  }

  /** Null when the name is absent, or wrong and reported. */
  static @Nullable ZoneId zone(@Nullable String name, String path, Problems problems) {
    if (name == null || name.isBlank()) {
      return null;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      problems.add(path, "'" + name + "' is no time zone");
      return null;
    }
  }

  private static @Nullable DayOfWeek weekday(String name) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static List<Minutes> periods(
      @Nullable List<HoursOfOperation.Period> periods, String path, Problems problems) {
    if (periods == null || periods.isEmpty()) {
      return List.of(new Minutes(0, MINUTES_PER_DAY));
    }
    var compiled = new ArrayList<Minutes>();
    for (int i = 0; i < periods.size(); i++) {
      int start = minute(periods.get(i).start(), path + "." + i + ".start", problems);
      int end = minute(periods.get(i).end(), path + "." + i + ".end", problems);
      if (start >= 0 && end >= 0 && start >= end) {
        problems.add(path + "." + i, "must end after it starts");
      }
      compiled.add(new Minutes(start, end));
    }
    return List.copyOf(compiled);
  }

  private static int minute(@Nullable String time, String path, Problems problems) {
    if (time != null && time.matches("([01]\\d|2[0-3]):[0-5]\\d|24:00")) {
      return Integer.parseInt(time.substring(0, 2)) * 60 + Integer.parseInt(time.substring(3));
    }
    problems.add(path, "must be a time such as 08:30");
    return -1;
  }

  private record Minutes(int start, int end) {
    boolean include(int minute) {
      return minute >= start && minute < end;
    }
  }
}
