namespace OrleansChat.Grains.Interfaces.Telemetry;

/// <summary>The names of the spans, from the request to its readers. <c>docs/reference/telemetry.md</c> lists them.</summary>
public static class Spans
{
    /// <summary>A POST below <c>/api/v2</c>, once the web server has read its head.</summary>
    public const string Request = "orleanschat.request";

    /// <summary>A stream's events on their way to disk, the wait for the shared commit included.</summary>
    public const string Append = "orleanschat.journal.append";

    /// <summary>A chat tells users, queue and inboxes.</summary>
    public const string Tell = "orleanschat.chat.tell";

    /// <summary>An inbox puts what it is told into its sessions.</summary>
    public const string Take = "orleanschat.inbox.take";

    /// <summary>An API host passes a push to its connection.</summary>
    public const string Deliver = "orleanschat.host.deliver";
}
