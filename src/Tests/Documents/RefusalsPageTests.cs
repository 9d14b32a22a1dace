using System.Globalization;
using OrleansChat.ApiHost.Answers;
using OrleansChat.Domain;

namespace OrleansChat.Tests.Documents;

/// <summary><c>docs/reference/refusals.md</c> lists the refusals in the order of their checks, and what the wire says of each.</summary>
public sealed class RefusalsPageTests
{
    private static readonly Page Page = new("refusals.md");

    [Fact]
    public void It_lists_every_refusal_in_the_order_of_the_checks() => Page.Same(Enum.GetValues<Refusal>().Select(Row), Page.Rows("Refusals of the rules").Select(static row => string.Join(" | ", row[..4])));

    [Fact]
    public void It_lists_every_status_code_with_its_HTTP_status() => Page.Same(
        Enum.GetValues<WireStatus>().Select(static s => string.Create(CultureInfo.InvariantCulture, $"{(int)s} | `{s}` | {HttpStatus.Of(s)}")),
        Page.Rows("Status codes").Select(static row => string.Join(" | ", row[..3])));

    private static string Row(Refusal why)
    {
        var (status, message) = Refusals.Of(why);
        return string.Create(CultureInfo.InvariantCulture, $"`{why}` | {(int)status} | {HttpStatus.Of(status)} | {message}");
    }
}
