using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.People;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Tidy;

namespace OrleansChat.Tests.Documents;

/// <summary>What README.md says is so: its transcript runs, its example of people is accepted, its map and links lead somewhere.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = Texts.Read("README.md");

    [CurlFact]
    public async Task The_transcript_runs_and_prints_what_it_says()
    {
        const string address = "http://127.0.0.1:8090";
        var server = new RunningServer();
        await server.InitializeAsync();
        try
        {
            var typed = Transcript.Read(Readme);
            Assert.True(typed.Count > 10, "README.md has a transcript.");
            var here = server.Address.ToString().TrimEnd('/');
            var printed = await Transcript.TypeAsync(typed.Select(t => t.Command.Replace(address, here, StringComparison.Ordinal)));
            Assert.Equal(typed.Count, printed.Count);
            foreach (var (said, was) in typed.Zip(printed))
            {
                Assert.Equal($"$ {said.Command}\n{Transcript.Pattern(said.Printed)}", $"$ {said.Command}\n{Transcript.Pattern(was.Replace(here, address, StringComparison.Ordinal))}");
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public void The_example_of_people_is_accepted()
    {
        var json = PeopleExample().Match(Readme).Groups[1].Value;
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        var (people, areDemo) = PeopleLoading.Load(new ConfigurationBuilder().AddJsonStream(stream).Build());
        Assert.False(areDemo);
        Assert.True(PasswordHashing.IsRight(people.ByName("desk-a")!.PasswordHash, DemoPeople.Password));
        Assert.Equal([people.ByName("desk-a")!.UserId], people.AgentsOf(people.ByName("lead-a")!.UserId));
    }

    [Fact]
    public void The_map_names_every_folder_of_src()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src")).Select(static folder => $"src/{Path.GetFileName(folder)}").Order(StringComparer.Ordinal);
        Assert.Equal(folders, MapLines().Matches(Readme).Select(static m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_defaults_in_its_table_are_the_code_s()
    {
        foreach (var setting in Settings.All.Where(static s => s.Section is not ("Limits" or "RateLimits" or "People") && s.Default.Length > 0))
        {
            var row = Readme.Split('\n').Single(line => line.StartsWith($"| `{setting.Section}` |", StringComparison.Ordinal));
            Assert.Contains($"`{setting.Name}` {setting.Default}", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_link_of_every_document_leads_to_a_file()
    {
        var broken = from page in Texts.Pages
                     from Match link in Links().Matches(Texts.Read(page))
                     let target = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, link.Groups[1].Value)
                     where !File.Exists(target) && !Directory.Exists(target)
                     select $"{page}: {link.Groups[1].Value}";
        Assert.Empty(broken);
    }

    [GeneratedRegex("^```json\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex PeopleExample();

    [GeneratedRegex(@"^    (src/\S+)", RegexOptions.Multiline)]
    private static partial Regex MapLines();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Links();
}
