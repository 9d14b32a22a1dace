# Sourced by ./run.sh and ./test.sh: decides which Orleans to build on, says so, and exports ORLEANS.
# ORLEANS=packages|local in the environment forces one.

orleans_remembered_file=artifacts/orleans.props
orleans_dashboard_file=artifacts/dashboard.props

# What the answer depends on: the pinned version and the configured NuGet sources.
orleans_question() {
    { grep OrleansVersion Directory.Packages.props; dotnet nuget list source; } 2>/dev/null | cksum | tr -d ' '
}

orleans_choose() {
    case "${ORLEANS:-}" in
        packages|local) echo "Orleans: $ORLEANS (forced by the environment variable ORLEANS)."; export ORLEANS; orleans_choose_dashboard; return ;;
        "") ;;
        *) echo "ORLEANS is '$ORLEANS': use packages or local, or leave it unset." >&2; exit 2 ;;
    esac
    local question flavor
    question=$(orleans_question)
    if grep -q "$question" "$orleans_remembered_file" 2>/dev/null; then
        flavor=$(sed -n 's:.*<OrleansFlavor>\(.*\)</OrleansFlavor>.*:\1:p' "$orleans_remembered_file")
    else
        flavor=local
        if ORLEANS=packages dotnet restore eng/OrleansProbe -p:OrleansProbing=true --verbosity quiet >/dev/null 2>&1; then flavor=packages; fi
        mkdir -p artifacts
        printf '<Project><!-- %s --><PropertyGroup>\n<OrleansFlavor>%s</OrleansFlavor>\n</PropertyGroup></Project>\n' "$question" "$flavor" > "$orleans_remembered_file"
    fi
    if [ "$flavor" = packages ]; then
        echo "Orleans: the real packages (the NuGet sources of this machine have them)."
    else
        echo "Orleans: eng/Orleans.Local, a single-process stand-in, because the NuGet sources of this machine cannot restore Microsoft.Orleans."
    fi
    export ORLEANS=$flavor
    orleans_choose_dashboard
}

# The Dashboard is a package of its own, younger than the others: the product is built without it where it cannot be restored.
orleans_choose_dashboard() {
    [ "$ORLEANS" = packages ] || return 0
    local question has
    question=$(orleans_question)
    grep -q "$question" "$orleans_dashboard_file" 2>/dev/null && return 0
    has=false
    if dotnet restore eng/OrleansProbe -p:OrleansProbing=true -p:OrleansDashboard=true --verbosity quiet >/dev/null 2>&1; then has=true; fi
    mkdir -p artifacts
    printf '<Project><!-- %s --><PropertyGroup>\n<OrleansDashboard>%s</OrleansDashboard>\n</PropertyGroup></Project>\n' "$question" "$has" > "$orleans_dashboard_file"
}
