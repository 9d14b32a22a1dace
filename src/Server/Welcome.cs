using OrleansChat.Domain.People;

namespace OrleansChat.Server;

/// <summary>What the console shows once the server listens: where it is, and a first thing to try.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app, TextWriter output)
    {
        var address = (app.Urls.FirstOrDefault() ?? "").Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal);
        output.WriteLine($"OrleansChat listens on {string.Join(" and ", app.Urls)}. End it with Ctrl+C.");
        if (app.Configuration.GetSection("People").Exists())
        {
            return;
        }

        output.WriteLine($"""

            Nobody is configured, so agent1 … agent5, supervisor1, supervisor2 and admin are there, each with the password "{DemoPeople.Password}".
            Try it: an agent logs in and gets ready, a customer asks for a chat, the agent sees it.

              curl -u agent1:{DemoPeople.Password} {address}/api/v2/me -H 'Content-Type: application/json' -d '{Operation("StartContactCenterSession", "\"channels\":[\"chat\"]")}'
              curl -u agent1:{DemoPeople.Password} {address}/api/v2/me -H 'Content-Type: application/json' -d '{Operation("Ready")}'
              curl {address}/api/v2/chats -H 'ContactCenterId: {DemoPeople.ContactCenterId}' -H 'Content-Type: application/json' -d '{Operation("RequestChat", "\"nickname\":\"Chris\",\"subject\":\"Help\"")}'
              curl -u agent1:{DemoPeople.Password} '{address}/api/v2/me/chats?fields=*'

            """);
    }

    private static string Operation(string name, string more = "") => $"{{\"operationName\":\"{name}\"{(more.Length > 0 ? "," : "")}{more}}}";
}
