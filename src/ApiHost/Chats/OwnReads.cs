using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Hosting.Health;

namespace OrleansChat.ApiHost.Chats;

/// <summary>Lets a reply wait until its caller reads what they wrote (decision 19).</summary>
internal sealed partial class OwnReads(IGrainFactory grains, ILogger<OwnReads> logger)
{
    /// <summary>Returns when the user's own grain has heard of what the operation did, after a second at the latest; at once where it has heard of it.</summary>
    public async Task WaitAsync(string userId, string chatId, ChatReply reply)
    {
        if (!reply.NotesDue)
        {
            return;
        }

        try
        {
            await grains.GetGrain<IUserGrain>(userId).WaitForChatAsync(chatId, reply.Version);
        }
        catch (Exception error) when (Outage.Is(error))
        {
            // The operation took effect and must not be reported as failed: a retry would do it twice.
            Log.OwnReadLags(logger, userId, chatId, error);
        }
    }
}
