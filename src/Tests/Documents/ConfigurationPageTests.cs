namespace OrleansChat.Tests.Documents;

/// <summary><c>docs/reference/configuration.md</c> lists every key with its default, in the code's order, and nothing else.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly Page Page = new("configuration.md");

    [Fact]
    public void It_lists_the_keys_of_the_option_classes_with_their_defaults() => Page.Same(
        Settings.All.Select(static s => $"{s.Section}:{s.Name} = {s.Default}"),
        Page.Headings.Where(static heading => Settings.All.Any(s => s.Section == heading)).SelectMany(Page.Rows)
            .Select(static row => $"{Documents.Page.Plain(row[0])} = {(row[1] == "none" ? "" : Documents.Page.Plain(row[1]))}"));

    [Fact]
    public void It_lists_the_top_level_keys() => Page.Same(
        Settings.TopLevel.Order(StringComparer.Ordinal), Page.Rows("Top level").Select(static row => Documents.Page.Plain(row[0])).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_key_says_what_it_does() => Assert.All(Page.Rows(), static row => Assert.NotEmpty(row[^1]));
}
