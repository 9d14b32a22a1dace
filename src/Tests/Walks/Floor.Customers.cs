using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>What customers do, and to whom their chats are offered.</summary>
internal abstract partial class Floor
{
    private Task RequestAsync() => RequestAsync(Dice(3) == 0 ? Centre.SharedQueue : Centre.QueueOf(Any(Agents)));

    protected async Task RequestAsync(string queue)
    {
        var (nickname, subject) = (Secret("N"), Secret("T"));
        Note($"{nickname} asks for a chat in {queue}");
        var visitor = await Visitor.RequestChatAsync(NewCustomer(), queue, nickname, subject);
        _customersKnow[visitor.Handle] = [visitor.Handle];
        Secrets.Add(visitor.Handle);
        var chat = new LawModel(visitor.Handle, nickname, subject, queue) { Learns = (who, what) => (who.Length == 0 ? _customersKnow[visitor.Handle] : Viewers[who].Knows).UnionWith(what) };
        Chats.Add(chat);
        Visitors.Add(chat, visitor);
        chat.Start();
    }

    private async Task CustomerSaysAsync(LawModel chat)
    {
        var (operation, type) = Any([("SendMessage", "Text"), ("SendMessage", "Text"), ("SendStartTypingNotification", "TypingStarted"), ("SendStopTypingNotification", "TypingStopped")]);
        var text = type == "Text" ? Secret("T") : "";
        Note($"{chat.Customer.Nickname}: {operation} {text}");
        _ = (await Visitors[chat].DoAsync(operation, type == "Text" ? [("text", text)] : [])).Ok;
        chat.Say(null, type, 0, text);
    }

    protected async Task CustomerCompletesAsync(LawModel chat)
    {
        Note($"{chat.Customer.Nickname} completes");
        _ = (await Visitors[chat].DoAsync("Complete")).Ok;
        chat.CustomerLeaves();
    }

    /// <summary>Every chat that waits, or asks for one of a queue's agents, is offered to an agent who may have it.</summary>
    private async Task<bool> RouteAsync()
    {
        var any = false;
        foreach (var (chat, queue, ask) in Chats.SelectMany(static c => c.Wanted.Select(w => (c, w.Queue, w.Ask))).ToList())
        {
            var candidates = MayHave(chat, queue);
            if (candidates.Count > 0)
            {
                var agent = await OfferedToAsync(chat, candidates);
                chat.Invite(new Member(agent.User, agent.UserId, 1) { Kind = ask?.Kind ?? "Offer", AskedBy = ask?.By, Queue = queue, IsConsultant = ask?.Kind == "Consult" });
                any = true;
            }
        }

        return any;
    }

    protected bool IsAnOfferDue => Chats.Exists(chat => chat.Wanted.Any(wanted => MayHave(chat, wanted.Queue).Count > 0));

    private List<Viewer> MayHave(LawModel chat, string queue) =>
        [.. Viewers.Values.Where(v => v.IsAvailable && Serves(v, queue) && chat.FindOpen(v.User) is null && !chat.Declined.Contains(v.User))];

    /// <summary>Which of the agents it is, is for the server to say. The first offer is the first time that the chat's id comes out.</summary>
    private async Task<Viewer> OfferedToAsync(LawModel chat, List<Viewer> candidates)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            foreach (var agent in candidates)
            {
                var offers = (await agent.Api.GetAsync("/api/v2/me/chats?fields=*&state=Invited")).Ok["chats"]!.AsArray();
                if (offers.FirstOrDefault(o => chat.Id.Length > 0 ? (string?)o!["id"] == chat.Id : (string?)o!["userData"]!["Subject"] == chat.Subject) is { } offer)
                {
                    chat.Id = (string)offer["id"]!;
                    Assert.Matches(ChatId(), chat.Id);
                    Secrets.Add(chat.Id);
                    return agent;
                }
            }

            Assert.False(patience.IsCancellationRequested, $"Nobody of {string.Join(", ", candidates.Select(static c => c.User))} is offered the chat of {chat.Customer.Nickname}.");
        }
    }
}
