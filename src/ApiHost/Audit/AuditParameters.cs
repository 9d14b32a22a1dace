using System.Globalization;
using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains.Interfaces.Audit;

namespace OrleansChat.ApiHost.Audit;

/// <summary>
/// What may be asked of the audit: <c>supervisor</c>, <c>agent</c> (user ids), <c>chatId</c>; <c>from</c> and <c>to</c>, the latter not included, spelled like the
/// API's timestamps or in ISO 8601, UTC where no zone is given; <c>after</c>, the number that the page before gave as <c>next</c>; <c>limit</c>.
/// </summary>
internal static class AuditParameters
{
    /// <summary>Records of one page: some 300 bytes each.</summary>
    private const int RecordsMax = 500;

    private const int RecordsByDefault = 100;

    /// <summary>Characters of an id: what is longer is none.</summary>
    private const int IdCharsMax = 64;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd HH:mm:ss.fffzzz", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"];

    public static readonly string[] Names = ["supervisor", "agent", "chatId", "from", "to", "after", "limit"];

    public static readonly Reply Bad = Reply.No(WireStatus.ParameterInvalid,
        $"supervisor, agent and chatId are ids; from and to are times; after is a number, 0 or more; limit is a number from 1 to {RecordsMax}.");

    /// <summary>The query, or <see langword="null"/>: one of its values is bad.</summary>
    public static AuditQuery? Read(IQueryCollection query)
    {
        var (supervisor, agent, chat) = (Id(query, "supervisor"), Id(query, "agent"), Id(query, "chatId"));
        var (from, before) = (Time(query, "from", DateTimeOffset.MinValue), Time(query, "to", DateTimeOffset.MaxValue));
        var (after, limit) = (Number(query, "after", 0, 0, long.MaxValue), Number(query, "limit", RecordsByDefault, 1, RecordsMax));
        return supervisor is null || agent is null || chat is null || from is null || before is null || after is null || limit is null ? null
            : new AuditQuery(supervisor, agent, chat, from.Value, before.Value, after.Value, (int)limit.Value);
    }

    private static string? Id(IQueryCollection query, string name) =>
        query[name].ToString() is { Length: <= IdCharsMax } id && id.All(char.IsAsciiLetterOrDigit) ? id : null;

    private static DateTimeOffset? Time(IQueryCollection query, string name, DateTimeOffset absent) =>
        !query.TryGetValue(name, out var text) ? absent
        : DateTimeOffset.TryParseExact(text.ToString(), TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : null;

    private static long? Number(IQueryCollection query, string name, long absent, long min, long max) =>
        !query.TryGetValue(name, out var text) ? absent
        : text.ToString().All(char.IsAsciiDigit) && long.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : null;
}
