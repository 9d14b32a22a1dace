using System.Globalization;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Documents;

/// <summary><c>docs/reference/logs.md</c> lists every message that the sources can log, and no other; an id once used means one thing for ever.</summary>
public sealed partial class LogsPageTests
{
    private static readonly Page Page = new("logs.md");

    private static readonly List<(int Id, string Level, string Template, string File)> Messages =
    [
        .. Texts.Sources.SelectMany(static file => Declarations().Matches(Texts.Read(file)).Select(m =>
            (int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m.Groups[2].Value, Regex.Unescape(m.Groups[3].Value), file))).OrderBy(static m => m.Item1),
    ];

    [Fact]
    public void It_lists_every_message_of_the_sources() => Page.Same(
        Messages.Select(static m => $"{m.Id} | {m.Level} | {m.Template}").Order(StringComparer.Ordinal),
        Page.Headings.Where(static heading => heading != "Retired").SelectMany(Page.Rows).Select(static row => string.Join(" | ", row[..3])).Order(StringComparer.Ordinal));

    [Fact]
    public void No_message_is_declared_in_another_way() =>
        Assert.Equal(Texts.Sources.Sum(static file => Attributes().Count(Texts.Read(file))), Messages.Count);

    [Fact]
    public void A_retired_id_is_not_used_again() => Assert.Empty(Page.Rows("Retired").Select(static row => row[0]).Intersect(Messages.Select(static m => $"{m.Id}")));

    [Fact]
    public void Every_message_says_what_to_do() => Assert.All(Page.Rows(), static row => Assert.NotEmpty(row[^1]));

    /// <summary>Grains 1000, API host 2000 (its Bayeux transports from 2500), silo 3000, what every process says 4000.</summary>
    [Fact]
    public void Ids_belong_to_their_project() => Assert.All(Messages, static m => Assert.StartsWith(
        m.Id switch { < 2000 => "src/Grains/", < 2500 => "src/ApiHost/", < 3000 => "src/Bayeux.AspNetCore/", < 4000 => "src/Silo/", _ => "src/Hosting/" }, m.File, StringComparison.Ordinal));

    [GeneratedRegex("""\[LoggerMessage\((\d+), LogLevel\.(\w+), "((?:[^"\\]|\\.)*)"\)\]""")]
    private static partial Regex Declarations();

    [GeneratedRegex(@"\[LoggerMessage\b")]
    private static partial Regex Attributes();
}
