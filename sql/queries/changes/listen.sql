LISTEN :"schema"
