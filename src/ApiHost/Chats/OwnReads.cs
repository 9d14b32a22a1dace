using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Chats;

/// <summary>Lets a reply wait until its caller reads what they wrote (decision 19).</summary>
internal sealed partial class OwnReads(IGrainFactory grains, ILogger<OwnReads> logger)
{
    /// <summary>Returns when the user's own grain has heard of this version, after a second at the latest.</summary>
    public async Task WaitAsync(string userId, string chatId, long version)
    {
        try
        {
            await grains.GetGrain<IUserGrain>(userId).WaitForChatAsync(chatId, version);
        }
        catch (Exception error) when (Unavailable.Is(error))
        {
            // The operation took effect and must not be reported as failed: a retry would do it twice.
            Log.OwnReadLags(logger, userId, chatId, error);
        }
    }
}
