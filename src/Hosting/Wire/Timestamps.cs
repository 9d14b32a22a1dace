using System.Globalization;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Wire;

/// <summary>Moments as the wire spells them: <c>yyyy-MM-dd HH:mm:ss.SSSZ</c> with a numeric zone (decision 23).</summary>
internal sealed class Timestamps(TimeZoneInfo zone)
{
    /// <exception cref="SettingsException">No such zone.</exception>
    public static Timestamps In(string? zone)
    {
        if (zone is null)
        {
            return new(TimeZoneInfo.Utc);
        }

        if (Offset(zone) is { } offset)
        {
            return new(TimeZoneInfo.CreateCustomTimeZone(zone, offset, zone, zone));
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? new(found)
            : throw new SettingsException($"Wire:TimeZone is '{zone}', which this machine does not know; use an IANA name such as Europe/Berlin, or an offset such as +02:00.");
    }

    public string Text(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        var offset = local.Offset;
        var sign = offset < TimeSpan.Zero ? '-' : '+';
        return string.Create(CultureInfo.InvariantCulture, $"{local:yyyy-MM-dd HH:mm:ss.fff}{sign}{offset:hhmm}");
    }

    private static TimeSpan? Offset(string text) =>
        text is ['+' or '-', ..] && TimeSpan.TryParseExact(text[1..], ["hh\\:mm", "hhmm"], CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14)
            ? text[0] == '-' ? -offset : offset
            : null;
}
