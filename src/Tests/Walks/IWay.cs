using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Walks;

/// <summary>A way on which a user's notifications come, in order and without holes, whatever becomes of its connections.</summary>
internal interface IWay : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Whether the user's channel state comes too, and not chats alone.</summary>
    bool TakesChannels { get; }

    /// <summary>The <c>data</c> of the next notification.</summary>
    Task<JsonObject> NextAsync();

    /// <summary>Returns when the server has ended this session for good; what had come and was not read.</summary>
    Task<IReadOnlyList<JsonObject>> EndedAsync();
}
