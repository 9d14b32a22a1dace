namespace OrleansChat.Domain.People;

/// <summary>What can be wrong with the configured people; each problem one line that says what to change.</summary>
internal static class PeopleProblems
{
    private const int UserNameCharsMax = 64;

    public static ImmutableArray<string> Find(PeopleSettings settings)
    {
        var centers = settings.ContactCenters;
        return
        [
            .. centers.Count == 0 ? ["People:ContactCenters is empty; name at least one contact centre."] : Array.Empty<string>(),
            .. centers.Where(static c => !Guid.TryParse(c.Id, out _)).Select(static c => $"People: contact centre id '{c.Id}' is not a GUID."),
            .. Twice(centers.Select(static c => PeopleDirectory.Canonical(c.Id)), "contact centre"),
            .. Twice(centers.SelectMany(static c => c.Users).Select(static u => u.UserName), "user name"),
            .. centers.SelectMany(OfCenter),
        ];
    }

    private static IEnumerable<string> OfCenter(ContactCenterSettings center)
    {
        var users = center.Users.Select(static u => u.UserName).ToHashSet(StringComparer.Ordinal);
        var groups = center.Groups.Select(static g => g.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. center.Users.SelectMany(OfUser),
            .. Twice(center.Groups.Select(static g => g.Name), "group"),
            .. Twice(center.Queues.Select(static q => q.Name), "queue"),
            .. center.Groups.SelectMany(g => g.Agents.Concat(g.Supervisors).Where(name => !users.Contains(name)).Select(name => $"People: group '{g.Name}' names user '{name}', who is not there.")),
            .. center.Queues.SelectMany(q => q.Groups.Where(name => !groups.Contains(name)).Select(name => $"People: queue '{q.Name}' names group '{name}', which is not there.")),
            .. center.Queues.Where(static q => q.ChatsPerAgent < 1).Select(static q => $"People: queue '{q.Name}' has ChatsPerAgent {q.ChatsPerAgent}; use 1 or more."),
            .. center.Queues.Where(static q => q.Name.Length == 0).Select(static _ => "People: a queue has no Name."),
            .. center.DefaultQueue.Length > 0 && center.Queues.All(q => q.Name != center.DefaultQueue) ? [$"People: DefaultQueue '{center.DefaultQueue}' is not there."] : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> OfUser(UserSettings user)
    {
        if (user.UserName.Length is 0 or > UserNameCharsMax || user.UserName.Contains(':', StringComparison.Ordinal))
        {
            yield return $"People: user name '{user.UserName}' must have 1 to {UserNameCharsMax} characters and no colon.";
        }

        if (user.PasswordHash.Length == 0)
        {
            yield return $"People: user '{user.UserName}' has no PasswordHash; make one with the command hash-password.";
        }

        foreach (var role in user.Roles.Where(static r => r is not ("agent" or "supervisor" or "admin")))
        {
            yield return $"People: user '{user.UserName}' has role '{role}'; use agent, supervisor or admin.";
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names, string what) =>
        names.GroupBy(static n => n, StringComparer.OrdinalIgnoreCase).Where(static g => g.Count() > 1).Select(g => $"People: {what} '{g.Key}' is there twice.");
}
