using OrleansChat.Tests.Chaos;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>The single process on a disk that is full for a while.</summary>
public sealed class FullDiskTests
{
    private const int DiskMiB = 16;

    private static readonly string Text = new('x', 8192);

    [FullDiskFact]
    public async Task Nothing_is_acknowledged_that_is_not_stored_reads_go_on_and_so_does_everything_when_there_is_room()
    {
        using var disk = SmallDisk.Make(DiskMiB);
        var server = new RunningServer { Arguments = ["--data", disk.Folder] };
        try
        {
            await server.StartAsync();
            await using var agent = await Desk.OpenReadyAsync(server, "agent1");
            using var customer = await CustomerSide.RequestChatAsync(server);
            var chatId = await agent.AcceptNextAsync();
            var acknowledged = new List<string>();
            await SayAsync(customer, acknowledged, "before", 3);
            disk.Fill();
            Assert.True(await SayAsync(customer, acknowledged, "full", 40) > 0, "The disk was not full.");
            Assert.Equal(acknowledged, await TextsAsync(agent, chatId));
            disk.Free();
            Assert.Equal(0, await SayAsync(customer, acknowledged, "after", 3));
            Assert.Equal(acknowledged, await TextsAsync(agent, chatId));

            server.Kill();
            await server.StartAsync();
            Assert.Equal(acknowledged, await TextsAsync(agent, chatId));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>How many of the texts were refused.</summary>
    private static async Task<int> SayAsync(CustomerSide customer, List<string> acknowledged, string what, int count)
    {
        var refused = 0;
        for (var number = 1; number <= count; number++)
        {
            var answer = await customer.SayAsync($"{what} {number} {Text}");
            if (answer.StatusCode == 0) acknowledged.Add($"{what} {number}");
            else refused++;
            if (answer.StatusCode != 0) answer.MustBe(12, 503);
        }

        return refused;
    }

    private static async Task<IEnumerable<string>> TextsAsync(Desk agent, string chatId) =>
        (await agent.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).Ok["messages"]!.AsArray()
            .Where(static m => (string?)m!["type"] == "Text").Select(static m => (string)m!["text"]!).Select(static text => text[..text.LastIndexOf(' ')]);
}
